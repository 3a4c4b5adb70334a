import type { Cents } from "../money.js";
import type { StoredRecord } from "./common.js";

/** A metafield, kept by owner. */
export interface Metafield extends StoredRecord {
  readonly __typename: "Metafield";
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
  type: string;
  value: string;
}

/** The definition of a kind of metaobject. */
export interface MetaobjectDefinition extends StoredRecord {
  readonly __typename: "MetaobjectDefinition";
  readonly type: string;
  readonly name: string;
  readonly description: string | null;
  readonly displayNameKey: string | null;
  readonly fields: readonly {
    readonly key: string;
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
  }[];
}

/** An entry of a metaobject definition. */
export interface Metaobject extends StoredRecord {
  readonly __typename: "Metaobject";
  readonly type: string;
  handle: string;
  status: string;
  values: Record<string, string | null>;
}

/** A discount of any kind; `kind` is the GraphQL type. */
export interface Discount extends StoredRecord {
  readonly __typename: "DiscountNode";
  readonly kind: string;
  title: string;
  startsAt: number;
  endsAt: number | null;
  codes: {
    readonly __typename: "DiscountRedeemCode";
    readonly id: string;
    readonly code: string;
    asyncUsageCount: number;
  }[];
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  usageCount: number;
  tags: string[];
  value: { readonly percentage: number } | { readonly cents: Cents; readonly appliesOnEachItem: boolean } | null;
  productIds: readonly string[];
  collectionIds: readonly string[];
  minimumSubtotalCents: Cents | null;
  minimumQuantity: number | null;
  buysQuantity: number | null;
  combinesWith: {
    readonly orderDiscounts: boolean;
    readonly productDiscounts: boolean;
    readonly shippingDiscounts: boolean;
  };
}
