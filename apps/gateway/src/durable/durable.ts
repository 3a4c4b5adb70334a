import type { Store } from "@trunkline/store";
import type { WebhookSources } from "../webhooks/source.js";

/** Everything that needs the database, opened. */
export interface Durable {
  readonly store: Store;
  readonly sources: WebhookSources;
}
