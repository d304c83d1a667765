/**
 * What the sheet notices about itself. Names and values come in as they are shown; `where` is "in March", with the
 * channel where there are several.
 */
export const insightCheckMessages = {
  rateOutside: (row: string, value: string, where: string, more: number) =>
    `${row} is ${value} ${where}${others(more)}. A rate lies between 0% and 100%: correct it, or make the row a number.`,
  stageLarger: (stage: string, value: string, before: string, from: string, where: string, more: number) =>
    `${stage} (${value}) is larger than ${before} (${from}), the stage before it, ${where}${others(more)}. Check both, and what counts as each.`,
  rateContradicted: (
    rate: string,
    says: string,
    stage: string,
    before: string,
    real: string,
    where: string,
  ) => `${rate} says ${says}, but ${stage} ÷ ${before} is ${real} ${where}. One of the three is wrong.`,
  chainDisagrees: (row: string, says: string, rates: string, product: string) =>
    `${row} says ${says}, but ${rates} multiply to ${product}. Check which was measured.`,
  ltvOnRevenue: (ltv: string, payback: string) =>
    `${ltv} counts revenue, ${payback} counts margin: they cannot be set side by side. Multiply ${ltv} by the margin.`,
  paybackOnRevenue: (ltv: string, payback: string) =>
    `${payback} counts revenue, ${ltv} counts margin: they cannot be set side by side. Divide ${payback} by the margin.`,
  overCapacity: (value: string, row: string, where: string, excess: string, limit: string, cap: string) =>
    `${value} ${row} ${where}, ${excess} more than ${limit} (${cap}) can hold`,
  overCapacityRemedy: (row: string, value: string) => `; ${row} would have to be ${value}.`,
  overCapacityAlone: () => ". Raise the capacity, or plan for less.",
  sharesSum: (rows: string, sum: string, where: string) =>
    `${rows} add up to ${sum} ${where}, not to 100%. Correct one of them.`,
  channelsOf: (row: string) => `The channels of ${row}`,
  sellsNothing: (channel: string, spend: string, sales: string) =>
    `${channel} costs ${spend} and brings no ${sales}. Is it the right traffic?`,
  vanityTraffic: (
    channel: string,
    traffic: string,
    trafficShare: string,
    cost: string,
    sales: string,
    otherCost: string,
  ) =>
    `${channel} brings ${trafficShare} of ${traffic}, yet one of its ${sales} costs ${cost}, against ${otherCost} elsewhere. Much traffic is not the right traffic.`,
} as const;

function others(more: number): string {
  return more === 0 ? "" : ` and in ${more} more ${more === 1 ? "cell" : "cells"}`;
}
