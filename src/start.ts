import { mount } from "svelte";
import App from "./App.svelte";
import { Updates } from "./pwa/update.svelte.ts";
import { Desk } from "./session/desk.svelte.ts";
import { createSpeak } from "./shell/speak.ts";
import { openStore } from "./store/open.ts";
import { openTab } from "./store/tabs.ts";

/*
 * The composition root: the only place that builds things, and that knows the clock, the dice and the reader.
 */
const now = (): number => Date.now();
const newId = (): string => crypto.randomUUID().replaceAll("-", "");
const reader = navigator.languages[0] ?? navigator.language;
const dates = new Intl.DateTimeFormat(reader, { dateStyle: "medium", timeStyle: "short" });

/** What the browser refuses to hand out (storage blocked by policy) is taken to be absent. */
function ifAllowed<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}

/** Builds the app and shows it. What the browser refuses is said in words. */
export async function start(target: Element): Promise<void> {
  const tab = await openTab({
    locks: navigator.locks,
    memory: ifAllowed(() => sessionStorage),
    newId,
  });
  const marks = ifAllowed(() => localStorage);
  const store = await openStore({
    now,
    newId,
    author: tab.id,
    ...(marks === undefined ? {} : { marks }),
    persist: () => navigator.storage.persist(),
  });
  if (!store.ok) {
    target.replaceChildren(sayTrouble(store.error.text));
    return;
  }
  const speakIn = (currency: string): ReturnType<typeof createSpeak> => createSpeak(reader, currency);
  const desk = new Desk({ store: store.value, tab, speakIn, now, newId });
  const updates = new Updates();
  target.replaceChildren();
  mount(App, {
    target,
    props: { desk, updates, now, newId, dateText: (time: number) => dates.format(time) },
  });
  await desk.start();
  updates.start();
}

function sayTrouble(text: string): HTMLElement {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = text;
  return line;
}
