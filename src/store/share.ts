import { fail, ok, storeMessages } from "../core/index.ts";
import type { Plan, Result } from "../core/index.ts";
import { findOutOfBounds } from "./bounds.ts";
import { readText, writeText } from "./codec.ts";
import { packPlan, unpackPlan } from "./pack.ts";
import { bytesToText, squeeze, textToBytes, unsqueeze } from "./squeeze.ts";

/*
 * A plan in a link: packed, pressed, and put behind the # of the address, which browsers send to nobody.
 * `#plan1=`: the 1 is the form's number; a later form has another and is refused in words.
 */
const MARK = "#plan1=";
const ANY_MARK = /^#plan\d*=/;

/** What a link may hold: longer ones are cut by mail programs and chats; what it unfolds to is bounded as well. */
export const LINK_LIMITS = { signs: 100_000, bytes: 8 * 2 ** 20 } as const;

export type LinkFailure = { readonly code: "large" | "broken" | "form"; readonly text: string };

const refuse = (code: LinkFailure["code"], text: string): { ok: false; error: LinkFailure } =>
  fail({ code, text });

/** Whether an address's fragment holds a plan, of whatever form. */
export function isLink(fragment: string): boolean {
  return ANY_MARK.test(fragment);
}

/** The fragment that holds a plan, with its scenarios and without its history. */
export async function planToLink(plan: Plan): Promise<Result<string, LinkFailure>> {
  const text = bytesToText(await squeeze(writeText(packPlan(plan)), "deflate-raw"));
  return text.length > LINK_LIMITS.signs
    ? refuse("large", storeMessages.linkTooLong(text.length, LINK_LIMITS.signs))
    : ok(MARK + text);
}

/** The plan of a fragment. It is anybody's text: nothing is taken before all of it was checked. */
export async function linkToPlan(fragment: string): Promise<Result<Plan, LinkFailure>> {
  if (!fragment.startsWith(MARK)) return refuse("form", storeMessages.linkOfOtherForm());
  const signs = fragment.slice(MARK.length);
  if (signs.length > LINK_LIMITS.signs) {
    return refuse("large", storeMessages.linkTooLong(signs.length, LINK_LIMITS.signs));
  }
  const bytes = textToBytes(signs);
  if (bytes === undefined) return refuse("broken", storeMessages.linkBroken(""));
  const text = await unsqueeze(bytes, "deflate-raw", LINK_LIMITS.bytes);
  if (!text.ok) {
    return text.error === "large"
      ? refuse("large", storeMessages.linkTooBig())
      : refuse("broken", storeMessages.linkBroken(""));
  }
  const data = readText(text.value);
  if (data === undefined) return refuse("broken", storeMessages.linkBroken(""));
  const plan = unpackPlan(data.value);
  if (!plan.ok) return refuse("broken", storeMessages.linkBroken(plan.error));
  const outside = findOutOfBounds(plan.value);
  return outside === null ? plan : refuse("broken", storeMessages.linkBroken(outside));
}
