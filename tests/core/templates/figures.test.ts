import { expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import type { Engine } from "../../../src/core/engine/engine.ts";
import { solvePlan } from "../../../src/core/solve/solve.ts";
import { TEMPLATES } from "../../../src/core/templates/index.ts";

// What each template's goal takes, worked out by hand: the arithmetic of its rates, written beside the figures.

function open(id: string): Engine {
  const template = TEMPLATES.find((one) => one.id === id);
  if (template === undefined) throw new Error(`No template ${id}`);
  const engine = createEngine(template.make({ start: "2027-M01", currency: "GBP" }));
  solvePlan(engine);
  return engine;
}

function expectTotals(
  engine: Engine,
  wanted: Readonly<Record<string, number>>,
  channel: string | null = null,
) {
  for (const [row, value] of Object.entries(wanted)) {
    const total = engine.total({ row, channel, from: 0, to: engine.periods - 1 });
    expect(Math.abs(total - value), `${row}: ${total}, not ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.abs(value),
    );
  }
}

function expectCells(engine: Engine, row: string, line: string, wanted: readonly number[]) {
  wanted.forEach((value, t) => {
    const cell = engine.value(row, line, t);
    expect(Math.abs(cell - value), `${row} ${t}: ${cell}, not ${value}`).toBeLessThanOrEqual(1e-9 * value);
  });
}

test("demo: 100 ÷ 20% ÷ 5% ÷ 2% × £30 per 1,000", () => {
  const engine = open("demo");
  expectTotals(engine, {
    "units-sold": 100,
    demos: 100 / 0.2, // 500
    visitors: 500 / 0.05, // 10,000
    impressions: 10000 / 0.02, // 500,000
    spend: (500000 / 1000) * 30, // 15,000
    "cost-per-click": 15000 / 10000, // 1.50
    "cost-per-sale": 15000 / 100, // 150
    revenue: 100 * 480, // 48,000
    "return-on-spend": 48000 / 15000, // 3.2
    "demo-capacity": 3 * (3 * 60), // 540
  });
});

test("lead-to-deal: 150 deals, with what is under way and what each step waits", () => {
  const engine = open("lead-to-deal");
  // Each month has M MQLs. SQLs: 70% of them at once, 30% a month later; the month before had 300.
  //   first month 42% × (0.7 M + 0.3 × 300) = 0.294 M + 37.8, then 0.42 M
  // Opportunities: 60% of SQLs at once, 40% a month later; the month before had 120.
  //   first  48% × (0.6 × (0.294 M + 37.8) + 0.4 × 120) = 0.084672 M + 33.9264
  //   second 48% × (0.6 × 0.42 M + 0.4 × (0.294 M + 37.8)) = 0.177408 M + 7.2576
  //   then   48% × 0.42 M = 0.2016 M
  // Decided after 1, 2, 3 months by 0.3, 0.5, 0.2; the months before had 55, 58, 60. Over six months count
  //   of history 55 × 0.2 + 58 × (0.5 + 0.2) + 60 × (0.3 + 0.5 + 0.2) = 11 + 40.6 + 60 = 111.6
  //   the first three months' whole, 0.8 of the fourth's, 0.3 of the fifth's, nothing of the sixth's
  //   = 0.084672 M + 33.9264 + 0.177408 M + 7.2576 + (1 + 0.8 + 0.3) × 0.2016 M = 0.68544 M + 41.184
  // Deals = 38% × (152.784 + 0.68544 M) = 150
  const mqls = (150 / 0.38 - 152.784) / 0.68544; // 352.99 a month
  const leads = mqls / 0.36; // 980.53
  const spend = leads * 70.11; // 68,744.63
  expectTotals(engine, {
    deals: 150,
    mqls: 6 * mqls, // 2,117.9
    leads: 6 * leads, // 5,883.2
    spend: 6 * spend, // 412,467.75
    sqls: 0.294 * mqls + 37.8 + 5 * 0.42 * mqls, // 882.9
    opportunities: 0.084672 * mqls + 33.9264 + 0.177408 * mqls + 7.2576 + 4 * 0.2016 * mqls, // 418.3
    bookings: 150 * 12000, // 1,800,000
    "cost-per-mql": 70.11 / 0.36, // 194.75
    "cost-per-deal": (6 * spend) / 150, // 2,749.79
    "return-on-spend": 1800000 / (6 * spend), // 4.36
    "needed-coverage": 1 / 0.38, // 2.63
    "win-rate": 0.38,
  });
  expectCells(engine, "deals", "paid-search", [
    0.38 * (0.3 * 60 + 0.5 * 58 + 0.2 * 55), // 22.04, all of it under way before
    0.38 * (0.3 * (0.084672 * mqls + 33.9264) + 0.5 * 60 + 0.2 * 58), // 23.08
  ]);
});

test("online-shop: 200,000 net ÷ (80 × 80%) = 3,125 orders ÷ 3.33% × 0.83", () => {
  const engine = open("online-shop");
  const orders = 200000 / (80 * (1 - 0.2)); // 3,125
  const checkouts = orders / 0.6; // 5,208.3
  const baskets = checkouts / 0.555; // 9,384.4
  const sessions = baskets / 0.1; // 93,843.8
  const spend = sessions * 0.83; // 77,890.39
  expectTotals(engine, {
    "net-revenue": 200000,
    orders,
    checkouts,
    baskets,
    sessions,
    spend,
    "conversion-rate": 0.0333, // 10% × 55.5% × 60%
    "gross-revenue": orders * 80, // 250,000
    returns: 250000 * 0.2, // 50,000
    "gross-profit": 200000 * 0.45, // 90,000
    contribution: 90000 - spend, // 12,109.61
    "cost-per-order": 0.83 / 0.0333, // 24.92
    "return-on-ad-spend": 200000 / spend, // 2.57
    "break-even-roas": 1 / 0.45, // 2.22
  });
  // The typed months are 8, 8, 9, 10, 14, 11 of 60 thousand: one factor keeps their mix.
  expectCells(
    engine,
    "spend",
    "paid-social",
    [8, 8, 9, 10, 14, 11].map((part) => (spend * part) / 60),
  );
});

test("event: 10 deals, some of them from meetings held before", () => {
  const engine = open("event");
  // Each month has H meetings; the two before had 12 and 14. Decided at once, after one, two months by 0.3, 0.5, 0.2:
  //   H × (1 + 0.8 + 0.3) + 14 × (0.5 + 0.2) + 12 × 0.2 = 2.1 H + 12.2 in three months; 20% of them = 10
  const held = (10 / 0.2 - 12.2) / 2.1; // 18
  const booked = held / 0.8; // 22.5
  const attendees = booked / 0.2; // 112.5, of 150 seats
  const registrations = attendees / 0.5; // 225
  const invitations = registrations / 0.06; // 3,750
  const spend = 3 * invitations * 2; // 22,500
  const cost = spend + 3 * 4000; // 34,500
  expectTotals(engine, {
    deals: 10,
    "meetings-held": 3 * held,
    "meetings-booked": 3 * booked,
    attendees: 3 * attendees,
    registrations: 3 * registrations,
    invitations: 3 * invitations,
    "outreach-spend": spend,
    "venue-cost": 12000,
    "total-cost": cost,
    seats: 3 * 150,
    revenue: 10 * 6000,
    "cost-per-attendee": cost / (3 * attendees), // 102.22
    "cost-per-deal": cost / 10, // 3,450
    "return-on-cost": 60000 / cost, // 1.74
  });
  // First month 20% × (0.3 × 18 + 0.5 × 14 + 0.2 × 12) = 2.96, second (0.8 × 18 + 0.2 × 14) = 3.44, third 3.6.
  expectCells(engine, "deals", "events", [2.96, 3.44, 3.6]);
});

test("subscription: 45,000 a month at the end, from 200 customers of whom 3% leave every month", () => {
  const engine = open("subscription");
  // Closing(t) = 0.97 × Closing(t − 1) + N, so after 12 months 200 q + N (1 − q) ÷ 3%, q = 0.97¹²; it is 450.
  const q = 0.97 ** 12; // 0.6938
  const won = ((450 - 200 * q) * 0.03) / (1 - q); // 30.497 a month
  const cac = 5.26 / (0.025 * 0.25); // 841.60
  const ltv = (100 * 0.8) / 0.03; // 2,666.67
  // Σ Closing over 12 months: Closing(t) = N ÷ 3% + (200 − N ÷ 3%) × 0.97^t
  const level = won / 0.03;
  const customerMonths = 12 * level + (200 - level) * ((0.97 * (1 - q)) / 0.03); // 4,115.5
  expectTotals(engine, {
    "recurring-revenue": 45000,
    "closing-customers": 45000 / 100,
    "opening-customers": (450 - won) / 0.97, // 432.5, of the last month
    "new-customers": 12 * won, // 365.97
    "lost-customers": 200 + 12 * won - 450, // 115.97
    trials: (12 * won) / 0.25, // 1,463.9
    visitors: (12 * won) / 0.25 / 0.025, // 58,554.6
    spend: 12 * won * cac, // 307,997
    revenue: 100 * customerMonths, // 411,554
    "gross-profit": 80 * customerMonths, // 329,243
    churn: 0.03,
    "acquisition-cost": cac,
    "lifetime-value": ltv,
    "ltv-to-cac": ltv / cac, // 3.17
    "months-to-pay-back": cac / (100 * 0.8), // 10.52
  });
  expectCells(engine, "closing-customers", "paid-search", [
    200 * 0.97 + won,
    (200 * 0.97 + won) * 0.97 + won,
  ]);
});

test("channels: 60 deals from four channels, held by reps who ramp up", () => {
  const engine = open("channels");
  // Leads and opportunities a month at the typed spend; LinkedIn's cost is the median of 5.50..9.25.
  const leads = {
    search: (20000 / 5.26) * 0.0752, // 285.93
    linkedIn: (15000 / Math.sqrt(5.5 * 9.25)) * 0.022, // 46.27
    content: (6000 / 1.5) * 0.021, // 84
    webinars: 9000 / 150, // 60
  };
  const created = {
    search: leads.search * 0.36 * 0.26 * 0.38, // 10.17
    linkedIn: leads.linkedIn * 0.38 * 0.3 * 0.41, // 2.16
    content: leads.content * 0.41 * 0.51 * 0.49, // 8.61
    webinars: leads.webinars * 0.44 * 0.39 * 0.42, // 4.32
  };
  // Decided at once, after one, two months by 0.2, 0.5, 0.3. In six months that lets out 1 of each of the first
  // four months, 0.7 of the fifth, 0.2 of the sixth: 4.9 months; and 0.8 of the month before, 0.3 of the one before.
  const fresh =
    4.9 * (created.search * 0.35 + created.linkedIn * 0.39 + created.content * 0.36 + created.webinars * 0.4);
  const before =
    (0.3 * 9 + 0.8 * 10) * 0.35 + (0.3 + 0.8) * 2 * 0.39 + (0.3 + 0.8) * 8 * 0.36 + (0.3 + 0.8) * 4 * 0.4;
  const k = (60 - before) / fresh; // 1.1158
  const opportunities = created.search + created.linkedIn + created.content + created.webinars; // 25.26

  // Reps: 4, plus hires 1, 0, 1, 0, 0, 0, less 1.5% of the month before.
  const reps = [4 * 0.985 + 1]; // 4.94
  for (const hires of [0, 1, 0, 0, 0]) reps.push((reps.at(-1) ?? NaN) * 0.985 + hires);
  // Of a hire 100%, 60%, 20% are missing in months one, two, three; one was hired the month before.
  const missing = [1 + 0.6, 0.6 + 0.2, 0.2 + 1, 0.6, 0.2, 0];
  const ramped = reps.map((count, t) => count - (missing[t] ?? NaN)); // 3.34 … 5.54
  const repMonths = reps.reduce((sum, count) => sum + count, 0); // 32.46
  const spend = 6 * 50000 * k; // 334,737

  expectTotals(engine, {
    deals: 60,
    spend,
    leads: 6 * k * (leads.search + leads.linkedIn + leads.content + leads.webinars), // 3,188
    opportunities: 6 * k * opportunities, // 169.1
    "opportunity-capacity": 10 * ramped.reduce((sum, count) => sum + count, 0), // 280.6
    "sales-reps": reps.at(-1) ?? NaN, // 5.54, at the end
    leavers: 4 + 2 - (reps.at(-1) ?? NaN), // 0.46
    bookings: 60 * 24000, // 1,440,000
    "cost-per-deal": spend / 60, // 5,579
    "sales-cost": 7000 * repMonths, // 227,230
    "acquisition-cost": (spend + 7000 * repMonths) / 60, // 9,366
    // Visits cost what the three channels with visits spend, divided by their visitors.
    "cost-per-visit": 41000 / (20000 / 5.26 + 15000 / Math.sqrt(5.5 * 9.25) + 6000 / 1.5), // 4.14
  });
  expectTotals(engine, { spend: 6 * 9000 * k, leads: 6 * k * leads.webinars }, "webinars");
  expectCells(engine, "ramped-reps", "-", ramped);
  expectCells(
    engine,
    "opportunity-capacity",
    "-",
    ramped.map((count) => 10 * count),
  );
  expect(engine.applies("visitors", "webinars")).toBe(false);
  expect(engine.applies("cost-per-webinar-lead", "content")).toBe(false);
});

test("hiring: 40 hires, of whom referrals bring what they bring", () => {
  const engine = open("hiring");
  // Referrals: 20 × 60% × 60% = 7.2 interviews a month, 6 the month before. Half is decided a month later:
  //   offers 35% × (0.5 × 7.2 + 0.5 × 6) = 2.31, then 2.52; the month before had 2
  //   hires 90% × (0.5 × (2.31 + 5 × 2.52) + 0.5 × (2 + 2.31 + 4 × 2.52)) = 13.185
  const referred = 0.9 * (0.5 * (2.31 + 5 * 2.52) + 0.5 * (2 + 2.31 + 4 * 2.52));
  // Ads: I interviews a month, 20 the month before; offers 20% × (0.5 I + 10) = 0.1 I + 2, then 0.2 I; before 4
  //   hires 80% × (0.5 × (0.1 I + 2 + 5 × 0.2 I) + 0.5 × (4 + 0.1 I + 2 + 4 × 0.2 I)) = 0.8 I + 3.2
  const interviews = (40 - referred - 3.2) / 0.8; // 29.52
  const screens = interviews / 0.4; // 73.80
  const applicants = screens / 0.25; // 295.19
  const spend = 6 * applicants * 25; // 44,278.13
  const hired = 40 - referred; // 26.815
  expectTotals(engine, {
    hires: 40,
    interviews: 6 * (interviews + 7.2), // 220.3
    screens: 6 * (screens + 12), // 514.8
    applicants: 6 * (applicants + 20), // 1,891.1
    "ad-spend": spend,
    offers: 0.1 * interviews + 2 + 5 * 0.2 * interviews + 2.31 + 5 * 2.52, // 49.4
    "screen-capacity": 6 * 2 * 60, // 720
    "ad-cost-per-hire": spend / hired, // 1,651.25
  });
  expectTotals(engine, { hires: referred, interviews: 6 * 7.2 }, "referrals");
  expectTotals(engine, { hires: hired, "ad-spend": spend }, "job-ads");
  // Starts: of those hired one and two months before, 3 and 3 by ads, 2 and 2 by referral, half each.
  expectCells(engine, "starts", "job-ads", [3]);
  expectCells(engine, "starts", "referrals", [2]);
  expect(engine.applies("ad-spend", "referrals")).toBe(false);
});
