import type { SaveState } from "../store/saver.ts";
import type { Store } from "../store/store.ts";
import type { Saving } from "./shown.ts";

/** What the screen says of saving: what the saver is at, and what the store as a whole cannot do. */
export function savingOf(state: SaveState, store: Store): Saving {
  const isUnsaved = state.status !== "saved";
  if (store.readOnly !== null) return { state: "readonly", why: store.readOnly.text, isUnsaved };
  if (state.status === "failed") return { state: "failed", why: state.failure.text, isUnsaved };
  if (store.unkept !== null) return { state: "unkept", why: store.unkept.text, isUnsaved: true };
  return { state: state.status, why: "", isUnsaved };
}
