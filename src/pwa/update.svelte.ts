import { registerSW } from "virtual:pwa-register";

/** Milliseconds without a key or a click after which somebody may be spoken to. */
const REST = 3000;

/**
 * The service worker and its updates. A new version waits until it is accepted, and says so in a moment of rest: no
 * tab reloads by itself. Knows nothing of the data.
 */
export class Updates {
  /** A newer version is there and waits. */
  isWaiting = $state(false);
  /** Another window took the newer version: this one goes on with the old, whose parts may be gone. */
  isReplaced = $state(false);
  /** Everything is kept for use without a network. */
  isOfflineReady = $state(false);
  #accept: ((reload?: boolean) => Promise<void>) | null = null;
  #isAccepted = false;

  /** Registers the service worker, where the browser has them. */
  start(): void {
    if (!("serviceWorker" in navigator)) return;
    const hadWorker = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (hadWorker && !this.#isAccepted) this.#atRest(() => this.#replace());
    });
    // A part of the page that is asked for only now, and was taken away with the version it belongs to.
    addEventListener("vite:preloadError", () => this.#replace());
    this.#accept = registerSW({
      onNeedRefresh: () => {
        this.#atRest(() => {
          if (!this.isReplaced) this.isWaiting = true;
        });
      },
      onNeedReload: () => {
        // All windows are told; only the one in which it was accepted reloads.
        if (this.#isAccepted) location.reload();
      },
      onOfflineReady: () => {
        this.isOfflineReady = true;
      },
    });
  }

  /** Takes the new version: the page reloads. */
  accept(): void {
    this.#isAccepted = true;
    if (this.isReplaced) location.reload();
    else void this.#accept?.(true);
  }

  /** Keeps the present version until the next visit. */
  later(): void {
    this.isWaiting = false;
    this.isReplaced = false;
  }

  #replace(): void {
    this.isWaiting = false;
    this.isReplaced = true;
  }

  /** Runs something once nobody has typed or clicked for a while. */
  #atRest(action: () => void): void {
    const end = new AbortController();
    const act = (): void => {
      end.abort();
      action();
    };
    let timer = setTimeout(act, REST);
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(act, REST);
    };
    for (const type of ["keydown", "pointerdown", "input"])
      addEventListener(type, wait, { capture: true, passive: true, signal: end.signal });
  }
}
