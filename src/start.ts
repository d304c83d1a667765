import { mount, unmount } from "svelte";
import App from "./App.svelte";
import { Updates } from "./pwa/update.svelte.ts";
import { Desk } from "./session/desk.svelte.ts";
import CannotOpen from "./shell/CannotOpen.svelte";
import { createSpeak } from "./shell/speak.ts";
import { failureFor } from "./store/failure.ts";
import type { StoreFailure } from "./store/failure.ts";
import { openMemoryStore } from "./store/memory.ts";
import { openStore } from "./store/open.ts";
import type { StoreOptions } from "./store/store.ts";
import { openTab } from "./store/tabs.ts";

/*
 * The composition root: the only place that builds things, and that knows the clock, the dice and the reader.
 */
const now = (): number => Date.now();
const newId = (): string => crypto.randomUUID().replaceAll("-", "");
const reader = navigator.languages[0] ?? navigator.language;
const dates = new Intl.DateTimeFormat(reader, { dateStyle: "medium", timeStyle: "short" });

const days = new Intl.DateTimeFormat(reader, { dateStyle: "long" });
const clock = new Intl.DateTimeFormat(reader, { timeStyle: "short" });

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
  const options: StoreOptions = {
    // All pages from a disk share one place in a browser: each file has its own part of it.
    ...(import.meta.env.VITE_SINGLE === "1" ? { name: `backcast ${location.pathname}` } : {}),
    now,
    newId,
    author: tab.id,
    ...(marks === undefined ? {} : { marks }),
    persist: async () => navigator.storage.persist(),
  };
  const store = await openPatiently(target, options);
  if (!store.ok) {
    target.replaceChildren(sayTrouble(store.error.text));
    return;
  }
  const dayText = (time: number): string => days.format(time);
  const clockText = (time: number): string => clock.format(time);
  const backup = {
    dayText: (time: number): string => days.format(time),
    marks,
    alone: async (work: () => Promise<void>): Promise<void> => {
      await navigator.locks.request("backcast-backup-file", work);
    },
    persisted: async () => navigator.storage.persisted(),
    persist: async () => navigator.storage.persist(),
  };
  const timeText = (time: number): string => dates.format(time);
  const speakIn = (currency: string): ReturnType<typeof createSpeak> => createSpeak(reader, currency);
  const desk = new Desk({ store: store.value, tab, speakIn, now, newId, timeText, backup });
  const updates = new Updates();
  target.replaceChildren();
  mount(App, {
    target,
    props: { desk, updates, now, newId, dateText: timeText, dayText, clockText },
  });
  await desk.start();
  await desk.backups.start();
  updates.start();
}

/**
 * Opens the store. Where the browser keeps nothing, one that lasts as long as the page; where another tab is in the
 * way it waits and says so; where something else is wrong it asks what to do.
 */
async function openPatiently(target: Element, options: StoreOptions): ReturnType<typeof openStore> {
  const shown: { page: Record<string, unknown> | null } = { page: null };
  let goOn: (store: Awaited<ReturnType<typeof openStore>>) => void = () => undefined;
  const chosen = new Promise<Awaited<ReturnType<typeof openStore>>>((resolve) => {
    goOn = resolve;
  });
  const say = (failure: StoreFailure, isWaiting: boolean): void => {
    if (shown.page !== null) void unmount(shown.page);
    target.replaceChildren();
    const onwithout = (): void => void openMemoryStore(options, failureFor("unavailable")).then(goOn);
    shown.page = mount(CannotOpen, { target, props: { text: failure.text, isWaiting, onwithout } });
  };
  const open = async (): ReturnType<typeof openStore> => {
    for (;;) {
      const store = await openStore({ ...options, onBlocked: (failure) => say(failure, true) });
      if (store.ok || store.error.code !== "blocked") return store;
      say(store.error, true);
    }
  };
  const store = await Promise.race([open(), chosen]);
  if (!store.ok && store.error.code === "unavailable") return openMemoryStore(options, store.error);
  if (!store.ok) say(store.error, false);
  const ready = store.ok ? store : await chosen;
  if (shown.page !== null) void unmount(shown.page);
  return ready;
}

function sayTrouble(text: string): HTMLElement {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = text;
  return line;
}
