import type { Mapping, RememberedMappings } from "../csv/mapping.ts";
import { readRemembered, withRemembered } from "../csv/remembered.ts";
import type { Store } from "../store/store.ts";

/** Under which this device keeps how tables were mapped. */
const KEY = "import mappings";

/** How tables were mapped on this device, by the shape of the table. A store that fails remembers nothing. */
export async function recallMappings({ device }: Store): Promise<RememberedMappings> {
  const kept = await device.get(KEY);
  return readRemembered(kept.ok ? kept.value : undefined);
}

/** Keeps a mapping for the next file of the same shape. */
export async function rememberMapping(store: Store, fingerprint: string, mapping: Mapping): Promise<void> {
  const kept = await recallMappings(store);
  await store.device.set(KEY, withRemembered(kept, fingerprint, mapping));
}
