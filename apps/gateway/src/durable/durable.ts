import type { DurablePlane, Feed, Ledger, Outgoing } from "@trunkline/events";
import type { Store } from "@trunkline/store";
import type { WebhookSources } from "../webhooks/source.js";

/** Everything that needs the database, opened. */
export interface Durable {
  readonly store: Store;
  readonly plane: DurablePlane;
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly outgoing: Outgoing;
  readonly sources: WebhookSources;
}
