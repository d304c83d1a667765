import { channelsTemplate } from "./channels.ts";
import type { Template } from "./define.ts";
import { eventTemplate } from "./event.ts";
import { foundingTemplate } from "./founding.ts";
import { hiringTemplate } from "./hiring.ts";
import { leadTemplate } from "./lead.ts";
import { shopTemplate } from "./shop.ts";
import { subscriptionTemplate } from "./subscription.ts";

export type { Template, TemplateOptions } from "./define.ts";

/** The plans to start from, in the order in which they are offered; the founding example first. */
export const TEMPLATES: readonly Template[] = [
  foundingTemplate,
  leadTemplate,
  shopTemplate,
  eventTemplate,
  subscriptionTemplate,
  channelsTemplate,
  hiringTemplate,
];
