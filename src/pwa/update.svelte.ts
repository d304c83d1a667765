import { registerSW } from "virtual:pwa-register";

/**
 * The service worker and its updates. A new version waits until it is accepted: no tab reloads by itself. Knows
 * nothing of the data.
 */
export class Updates {
  /** A newer version is there and waits. */
  isWaiting = $state(false);
  /** Everything is kept for use without a network. */
  isOfflineReady = $state(false);
  #accept: ((reload?: boolean) => Promise<void>) | null = null;

  /** Registers the service worker, where the browser has them. */
  start(): void {
    if (!("serviceWorker" in navigator)) return;
    this.#accept = registerSW({
      onNeedRefresh: () => {
        this.isWaiting = true;
      },
      onOfflineReady: () => {
        this.isOfflineReady = true;
      },
    });
  }

  /** Takes the new version: the page reloads. */
  accept(): void {
    void this.#accept?.(true);
  }

  /** Keeps the present version until the next visit. */
  later(): void {
    this.isWaiting = false;
  }
}
