import type { StoredRecord } from "./common.js";

/** A hold on a fulfilment order. */
export interface FulfillmentHold {
  readonly __typename: "FulfillmentHold";
  readonly id: string;
  readonly handle: string | null;
  readonly reason: string;
  readonly reasonNotes: string | null;
}

/** What is to be sent from one location for one order. */
export interface FulfillmentOrder extends StoredRecord {
  readonly __typename: "FulfillmentOrder";
  readonly orderId: string;
  readonly locationId: string;
  status: string;
  requestStatus: string;
  fulfillAt: number | null;
  holds: FulfillmentHold[];
  readonly lines: {
    readonly __typename: "FulfillmentOrderLineItem";
    readonly id: string;
    readonly lineItemId: string;
    total: number;
    remaining: number;
  }[];
}

/** A parcel. */
export interface Fulfillment extends StoredRecord {
  readonly __typename: "Fulfillment";
  readonly orderId: string;
  readonly locationId: string;
  readonly name: string;
  status: string;
  displayStatus: string;
  deliveredAt: number | null;
  tracking: { readonly number: string | null; readonly url: string | null; readonly company: string | null }[];
  readonly lines: readonly {
    readonly __typename: "FulfillmentLineItem";
    readonly id: string;
    readonly lineItemId: string;
    readonly fulfillmentOrderId: string;
    readonly quantity: number;
  }[];
}
