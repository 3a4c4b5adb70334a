import { type InboundVerdict, type InboundWebhooks, parseSigningSecret } from "@trunkline/core";
import type { ShopifySettings } from "../config.js";
import { changeSources } from "./changes.js";
import { toInboundEvent } from "./event.js";
import { subscriptions } from "./subscriptions.js";
import { verifyWebhook } from "./verify.js";

/** How Shopify sends webhooks to the connection of one shop: signed with the app's client secret. */
export const inboundWebhooks = ({
  shop,
  clientSecret,
  webhookSecrets,
}: Pick<ShopifySettings, "shop" | "clientSecret" | "webhookSecrets">): InboundWebhooks => ({
  secrets: (webhookSecrets ?? (clientSecret === undefined ? [] : [clientSecret])).flatMap(
    (text) => parseSigningSecret(text) ?? [],
  ),
  verify: ({ rawBody, headers, secrets }): InboundVerdict => {
    const verdict = verifyWebhook({ rawBody, headers, secrets, shop });
    if (verdict.ok) return { kind: "event", event: toInboundEvent(verdict.webhook) };
    return { kind: verdict.reason === "malformed_body" ? "malformed" : "refused", reason: verdict.reason };
  },
  subscriptions,
  changes: changeSources,
});
