/** Signs of money and the currencies they may stand for. A sign shared by several is read as the plan's own. */
const SIGNS: readonly (readonly [sign: string, codes: readonly string[]])[] = [
  ["US$", ["USD"]],
  ["AU$", ["AUD"]],
  ["CA$", ["CAD"]],
  ["NZ$", ["NZD"]],
  ["HK$", ["HKD"]],
  ["NT$", ["TWD"]],
  ["MX$", ["MXN"]],
  ["A$", ["AUD"]],
  ["C$", ["CAD"]],
  ["S$", ["SGD"]],
  ["R$", ["BRL"]],
  ["E£", ["EGP"]],
  [
    "$",
    ["USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "BMD", "BSD"].concat(
      ["BBD", "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD", "DOP", "CUP"],
    ),
  ],
  ["£", ["GBP", "EGP", "FKP", "GIP", "SHP", "SSP", "LBP", "SDG", "SYP"]],
  ["€", ["EUR"]],
  ["¥", ["JPY", "CNY"]],
  ["元", ["CNY"]],
  ["円", ["JPY"]],
  ["₹", ["INR"]],
  ["Rs.", ["INR", "PKR", "LKR", "NPR", "MUR"]],
  ["Rs", ["INR", "PKR", "LKR", "NPR", "MUR"]],
  ["₨", ["INR", "PKR", "LKR", "NPR", "MUR"]],
  ["₩", ["KRW"]],
  ["₽", ["RUB"]],
  ["₺", ["TRY"]],
  ["₴", ["UAH"]],
  ["₪", ["ILS"]],
  ["₫", ["VND"]],
  ["฿", ["THB"]],
  ["₦", ["NGN"]],
  ["₱", ["PHP"]],
  ["₡", ["CRC"]],
  ["₵", ["GHS"]],
  ["₸", ["KZT"]],
  ["₾", ["GEL"]],
  ["kr.", ["DKK", "SEK", "NOK", "ISK"]],
  ["kr", ["SEK", "NOK", "DKK", "ISK"]],
  ["zł", ["PLN"]],
  ["Kč", ["CZK"]],
  ["Ft", ["HUF"]],
  ["lei", ["RON", "MDL"]],
  ["лв.", ["BGN"]],
  ["лв", ["BGN"]],
  ["Fr.", ["CHF"]],
];

/** ISO 4217, the currencies in use. */
const CODES: ReadonlySet<string> = new Set(
  (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF " +
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD " +
    "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD " +
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN " +
    "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY " +
    "TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
  ).split(" "),
);

const NAMES: Readonly<Record<string, string>> = {
  GBP: "pounds",
  EUR: "euros",
  USD: "US dollars",
  AUD: "Australian dollars",
  CAD: "Canadian dollars",
  NZD: "New Zealand dollars",
  HKD: "Hong Kong dollars",
  SGD: "Singapore dollars",
  CHF: "Swiss francs",
  JPY: "yen",
  CNY: "yuan",
  INR: "rupees",
  SEK: "Swedish kronor",
  NOK: "Norwegian kroner",
  DKK: "Danish kroner",
  PLN: "zloty",
  CZK: "Czech koruna",
  BRL: "reais",
  MXN: "Mexican pesos",
  ZAR: "rand",
  KRW: "won",
  TRY: "lira",
};

/** What people call a currency, in the plural; its code where no word is known. */
export function currencyName(code: string): string {
  return NAMES[code] ?? code;
}

/** A currency that was found at one end of a text: what stood there, what it may mean, and the text without it. */
export interface FoundCurrency {
  readonly shown: string;
  readonly codes: readonly string[];
  readonly rest: string;
}

/** Codes count in capitals; the plan's own also in small letters (`5 usd`), for `all` and `try` are words too. */
function codesOf(word: string, plan: string): readonly string[] | undefined {
  if (CODES.has(word) || word === plan) return [word];
  return word.toUpperCase() === plan ? [plan] : undefined;
}

/** The currency that a text begins with. */
export function currencyAtStart(text: string, plan: string): FoundCurrency | undefined {
  const code = /^([A-Za-z]{3})(?![A-Za-z])\s*/.exec(text);
  const codes = code === null ? undefined : codesOf(code[1] ?? "", plan);
  if (code !== null && codes !== undefined) {
    return { shown: code[1] ?? "", codes, rest: text.slice(code[0].length) };
  }
  // R is rand only right before its amount: R500.
  if (/^R\s?\d/.test(text)) return { shown: "R", codes: ["ZAR"], rest: text.slice(1).trimStart() };
  for (const [sign, meant] of SIGNS) {
    if (text.startsWith(sign))
      return { shown: sign, codes: meant, rest: text.slice(sign.length).trimStart() };
  }
  return undefined;
}

/** The currency that a text ends with. */
export function currencyAtEnd(text: string, plan: string): FoundCurrency | undefined {
  const code = /\s*(?<![A-Za-z])([A-Za-z]{3})$/.exec(text);
  const codes = code === null ? undefined : codesOf(code[1] ?? "", plan);
  if (code !== null && codes !== undefined) {
    return { shown: code[1] ?? "", codes, rest: text.slice(0, code.index) };
  }
  for (const [sign, meant] of SIGNS) {
    if (text.endsWith(sign))
      return { shown: sign, codes: meant, rest: text.slice(0, -sign.length).trimEnd() };
  }
  return undefined;
}
