import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { planToLink } from "../../src/store/share.ts";
import { App, watch } from "./app.ts";

/* Names that are HTML, scripts or addresses of scripts, in every field that a plan has: they are shown as they are. */

const TEXTS = [
  '<img src=x onerror="globalThis.hacked=1">',
  "<script>globalThis.hacked=1</script>",
  '"><svg onload=globalThis.hacked=1>',
  "</title></style></textarea><iframe src=//example.org>",
  "javascript:globalThis.hacked=1",
  "&lt;b&gt;<b>bold</b>",
] as const;

const text = (i: number): string => TEXTS[i % TEXTS.length] ?? TEXTS[0];

/** The founding plan with a hostile text in each of its fields, two channels and two scenarios. */
function hostilePlan(): Plan {
  const plan = foundingPlan();
  const renamed = <T extends { readonly name: string }>(map: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...map].map(([id, thing], i) => [id, { ...thing, name: `${thing.name} ${text(i)}` }]));
  const rows = new Map(
    [...renamed(plan.rows)].map(([id, row], i) => [
      id,
      { ...row, shortName: null, owner: text(i + 1), note: text(i + 2), definition: text(i + 3) },
    ]),
  );
  const [first] = [...plan.channels.values()];
  const channels = renamed(
    new Map([...plan.channels, ["hostile", { name: "Second", order: `${first?.order ?? "i"}z` }]]),
  );
  const differences = new Map([["plan/title", { is: `Other ${text(0)}` }]]);
  return {
    ...plan,
    settings: { ...plan.settings, title: `Plan ${text(0)}`, extra: { source: text(1) } },
    sections: renamed(plan.sections),
    rows,
    channels,
    scenarios: new Map([
      ["s1", { name: `One ${text(2)}`, order: "i", differences: new Map(differences) }],
      ["s2", { name: `Two ${text(3)}`, order: "r", differences: new Map() }],
    ]),
  };
}

/** What came of a text that should have stayed one: elements that the app has none of, handlers, scripts that ran. */
function foundIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = [
      ...document.querySelectorAll("img, iframe, object, embed, base, script:not([src]), b > b"),
    ].map((element) => element.outerHTML.slice(0, 200));
    for (const element of document.querySelectorAll("*"))
      for (const { name, value } of element.attributes)
        if (/^on/i.test(name) || (/^(?:href|src|action)$/i.test(name) && /^\s*javascript:/i.test(value)))
          found.push(`${element.tagName} ${name}=${value}`);
    if ("hacked" in globalThis) found.push("a script ran");
    return found;
  });
}

test("hostile names in every field of a plan are words in every view, on paper and in a picture", async ({
  context,
  page,
  baseURL,
}) => {
  const seen = await watch(context, new URL(baseURL ?? "").origin);
  const look = async (where: string): Promise<void> => {
    expect(await foundIn(page), where).toEqual([]);
  };
  // Pictures are drawn from text: it is kept, to be read as what it is.
  await page.addInitScript(() => {
    const drawn: Promise<string>[] = [];
    Object.assign(globalThis, { drawn });
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (thing: Blob | MediaSource) => {
      if (thing instanceof Blob && thing.type.startsWith("image/svg")) drawn.push(thing.text());
      return make(thing);
    };
  });
  const link = await planToLink(hostilePlan());
  if (!link.ok) throw new Error(link.error.text);
  await page.goto(`./${link.value}`);
  const opening = page.getByRole("dialog", { name: "A plan in a link" });
  await expect(opening).toContainText(`Plan ${text(0)}`);
  await look("a link's preview");
  await opening.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(opening).toBeHidden();
  const app = await new App(page).ready();
  await expect(page).toHaveTitle(new RegExp("^Plan <img src=x"));
  const row = `Spend ${text([...foundingPlan().rows.values()].findIndex(({ name }) => name === "Spend"))}`;
  await expect(app.header(row)).toContainText(row);
  await look("the sheet and its funnel");
  await page.getByRole("combobox", { name: "Columns" }).selectOption({ label: "channels" });
  await look("channels as columns");
  await page.getByRole("combobox", { name: "Columns" }).selectOption({ index: 0 });

  await app.reveal(row);
  await app.header(row).click();
  await expect(app.foot).toContainText(row);
  await app.press("Shift+F10");
  await expect(page.getByRole("menu").first()).toBeVisible();
  await look("a row's menu");
  await app.press("Escape", "Alt+w");
  await look("why");
  await app.press("F4");
  await look("levers");
  await app.press("Escape", "Alt+m");
  await look("what moves it");
  await app.press("Escape", "Escape");
  await app.type(row, "total", "12345");
  await expect(app.bar).toContainText(row);
  await look("what an edit did");
  await app.press("Control+Alt+f");
  await page.keyboard.type("= 2 * [");
  await look("the formula's suggestions");
  await app.press("Escape", "Escape");

  await app.press("Control+Alt+h");
  const history = page.getByRole("complementary", { name: "History" });
  await expect(history.getByRole("option").nth(1)).toContainText(row);
  await history.getByRole("textbox", { name: "Name of this moment" }).fill(text(0));
  await app.press("Enter");
  await expect(history.getByRole("status")).toContainText(text(0));
  await look("the history");
  await app.press("Escape");

  for (const key of ["Control+k", "Control+o", "Control+Alt+b", "Control+Shift+s", "F1"]) {
    await app.press(key);
    await expect(page.locator("dialog[open]")).toBeVisible();
    await look(`the dialog of ${key}`);
    await app.press("Escape");
    await expect(page.locator("dialog[open]")).toHaveCount(0);
  }

  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const table = page.getByRole("grid", { name: "Comparison" });
  await expect(table.getByRole("columnheader", { name: `One ${text(2)}` })).toBeVisible();
  await page.getByRole("combobox", { name: "Showing" }).selectOption("all");
  await expect(table).toContainText(row);
  await look("the comparison");
  await page.emulateMedia({ media: "print" });
  await look("the printed page");
  await page.emulateMedia({ media: null });
  const picture = page.waitForEvent("download");
  await page.getByRole("button", { name: /image|picture/i }).click();
  await picture;
  const drawings = await page.evaluate(async () => {
    const { drawn } = globalThis as unknown as { drawn: Promise<string>[] }; // set above
    return Promise.all(drawn);
  });
  expect(drawings).toHaveLength(1);
  // A bare "<" begins an element, also where a name has one.
  const elements = drawings.flatMap((svg) => [...svg.matchAll(/<([a-z][^\s/>]*)/gi)].map(([, name]) => name));
  expect(elements.length).toBeGreaterThan(10);
  expect(
    elements.filter((name) => !/^(?:svg|defs|pattern|g|rect|text|tspan|path)$/.test(name ?? "")),
  ).toEqual([]);
  await look("after the picture");

  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const dialog = await app.chooseFile(await app.export());
  await expect(dialog).toContainText(text(0));
  await look("an import's preview");
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(dialog).toBeHidden();
  await expect(app.header(row)).toContainText(row);
  await look("the plan out of its file");
  expect(seen).toEqual({ said: [], asked: [], refused: [] });
});
