/** What a heading says that its column holds; null: nothing. */
export type Hint = "text" | "name" | "count" | "money" | "rate" | "number" | "date" | "currency" | null;

/**
 * Words of headings, in the order in which they are asked: `text` for identifiers, `name` for what things are called, which
 * stays as it is written though all of it be digits [N12]. English first, then those of German, French, Spanish,
 * Italian, Dutch and Portuguese exports. A hint alone never makes a number of a text: it says what to do with cells that
 * do not fit.
 */
const WORDS: readonly (readonly [hint: Exclude<Hint, null>, words: RegExp])[] = [
  ["currency", /^(?:currency|currency code|currency iso code|währung|devise|moneda|valuta|moeda)$/i],
  [
    "text",
    /(?:^|[\s_.-])(?:ids?|uuid|guid|zip|zip ?code|postal ?code|postcode|plz|phone|telephone|telefon|mobile|fax|sku|isbn|ean|gtin|upc|iban|vat|code|url|link|e-?mail)(?:$|\s*\()|(?:^|[\s_.-])codes?[\s_]|^cost cent(?:er|re)s?$|^kostenstellen?$|\S[\s_](?:number|no\.?|nr\.?|nummer|#)$/i,
  ],
  [
    "name",
    /^(?:campaigns?|ad ?groups?|ad ?sets?|channels?|sources?|medium|source ?\/ ?medium|keywords?|search term|query|audience|segment|placement|creative|landing page|page(?: path)?|device|browser|country|region|city|language|product|brand|category|type|status|stage|step|phase|row|item|line item|metric|label|title|name|description|notes?|comments?|owner|manager|rep|team|department|company|customer name|contact|account|version|variant|ref|reference|platform|network|objective|schritt|stufe|kampagne|kanal|quelle|beschreibung|bezeichnung|notiz|produkt|zeile|kennzahl|étape|campagne|canal|nom|produit|paso|fase|campaña|nombre|producto|nome|prodotto|campagna|naam)$|\S[\s_](?:name|names|title|label|description|status|type)$/i,
  ],
  [
    "date",
    /^(?:date|day|month|week|quarter|year|period|time ?period|datum|tag|monat|woche|quartal|jahr|zeitraum|jour|mois|semaine|année|fecha|día|mes|semana|año|giorno|mese|anno|dag|maand|jaar|timestamp|reporting (?:starts|ends))$|(?:^|[\s_])(?<!to )(?:date|datum|fecha)(?:$|[\s_(])/i,
  ],
  [
    "rate",
    /%|(?:^|[\s_.(-])(?:rate|rates|ctr|cvr|share|percent|percentage|pct|taux|tasa|tasso|probability|wahrscheinlichkeit)(?:$|[\s_.)])|(?:klick|abschluss|konversions|öffnungs|absprung)(?:rate|quote)$/i,
  ],
  [
    "money",
    /(?:^|[\s_.(-])(?:cost|costs|spend|spent|amount|budget|revenue|price|cpc|cpm|cpa|cpl|cac|fee|fees|income|profit|margin|arpu|ltv|mrr|arr|turnover|kosten|ausgaben|umsatz|betrag|preis|gewinn|erlös|coûts?|dépenses|montant|prix|costo|coste|gasto|importe|precio|ingresos|spesa|importo|prezzo|uitgaven|bedrag|omzet|custo|receita|valor)(?:$|[\s_.)(/])/i,
  ],
  [
    "count",
    /(?:^|[\s_.(-])(?:clicks|impr\.?|impressions|visits|visitors|sessions|users|views|pageviews|conversions|conv\.?|leads|deals|opportunities|orders|sales|units|count|counts|people|customers|sign-?ups|trials|demos|installs|downloads|subscribers|reach|results|contacts|mqls|sqls|wins|hires|applicants|tickets|quantity|qty|besucher|klicks?|besuche|sitzungen|nutzer|bestellungen|anzahl|kunden|personen|visiteurs|clics?|commandes|clients|visitas|visitantes|pedidos|clientes|visitatori|ordini|clienti|bezoekers|klikken|klanten)(?:$|[\s_.)])/i,
  ],
];

/** Means of others: they are numbers, and never add up. */
const AVERAGES =
  /(?:^|[\s_.(])(?:avg|average|mean|median|cpc|cpm|cpa|cpl|cac|ctr|cvr|roas|roi|arpu|ltv|frequency|position|rank|ratio|rate|share|per|reach|score|index|durchschnitt|ø)(?:$|[\s_.)])|(?:^|\s)cost\s*\/|%/i;

const HEADINGS = new Map<string, Hint>();

export function hintOf(heading: string): Hint {
  let hint = HEADINGS.get(heading);
  if (hint === undefined) {
    const text =
      heading.length > 200
        ? ""
        : heading
            .normalize("NFC")
            .replace(/([a-z])([A-Z])/g, "$1 $2")
            .trim();
    // The first word that says it: `Cost per click` is money though it names clicks, `Conv. rate` a rate.
    hint = text === "" ? null : (WORDS.find(([, words]) => words.test(text))?.[0] ?? null);
    if (HEADINGS.size > 5000) HEADINGS.clear();
    HEADINGS.set(heading, hint);
  }
  return hint;
}

/** Whether a column's numbers may be added up, by its heading. */
export const isAdditive = (heading: string): boolean => !AVERAGES.test(heading);
