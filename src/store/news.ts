import * as v from "valibot";

/**
 * What tabs call to each other: *look at that plan*, or *look at the list*. The store is the truth: news that is
 * lost or repeated does no harm, since who hears it reads the store.
 */
export type News =
  { readonly kind: "plan"; readonly id: string; readonly revision: number } | { readonly kind: "plans" };

/** A tab of another version may call too: what is not understood is not heard. */
const NewsSchema = v.variant("kind", [
  v.object({ kind: v.literal("plan"), id: v.string(), revision: v.number() }),
  v.object({ kind: v.literal("plans") }),
]);

/** As much of a BroadcastChannel as is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

export interface Newsroom {
  /** Calls to all other tabs, not to this one. */
  tell(news: News): void;
  /** Returns what ends the listening. */
  listen(listener: (news: News) => void): () => void;
  close(): void;
}

/** Opens the channel between tabs. Without one (null) a tab hears of the others when it next writes. */
export function openNewsroom(channel: Channel | null): Newsroom {
  const listeners = new Set<(news: News) => void>();
  let isOpen = true;
  channel?.addEventListener("message", ({ data }) => {
    const news = v.safeParse(NewsSchema, data);
    if (news.success) for (const listener of listeners) listener(news.output);
  });
  return {
    tell: (news) => {
      if (isOpen) channel?.postMessage(news);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      isOpen = false;
      listeners.clear();
      channel?.close();
    },
  };
}
