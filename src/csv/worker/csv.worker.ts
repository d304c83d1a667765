import { serveReadings } from "./serve.ts";
import type { Reply, Request } from "./protocol.ts";

// A message to oneself comes after those that are waiting, and unlike a timer at once.
const own = new MessageChannel();
const waiting: (() => void)[] = [];
own.port1.onmessage = () => waiting.shift()?.();

serveReadings(
  {
    postMessage: (reply: Reply) => self.postMessage(reply),
    addEventListener: (type, listen) => {
      // What the page posts are requests: protocol.ts.
      self.addEventListener(type, (event: MessageEvent) => listen({ data: event.data as Request }));
    },
  },
  {
    now: () => performance.now(),
    pause: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        own.port2.postMessage(null);
      }),
  },
);
