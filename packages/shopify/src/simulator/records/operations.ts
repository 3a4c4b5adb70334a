import type { StoredRecord } from "./common.js";

/** A webhook subscription. */
export interface WebhookSubscription extends StoredRecord {
  readonly __typename: "WebhookSubscription";
  readonly topic: string;
  uri: string;
  filter: string | null;
  format: string;
  includeFields: string[];
  metafieldNamespaces: string[];
  name: string | null;
  /** Deliveries that failed for good, one after the other. */
  failures: number;
}

/** A bulk operation. */
export interface BulkOperation extends StoredRecord {
  readonly __typename: "BulkOperation";
  readonly type: string;
  readonly query: string;
  readonly groupObjects: boolean;
  status: string;
  errorCode: string | null;
  completedAt: number | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  url: string | null;
  partialDataUrl: string | null;
}

/** Work done after the answer. */
export interface Job extends StoredRecord {
  readonly __typename: "Job";
  done: boolean;
}
