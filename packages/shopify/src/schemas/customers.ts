import { z } from "zod";
import { connectionWire } from "../wire/graphql.js";
import { Address, AddressWire, addressFields, toAddress } from "./address.js";
import { Money, MoneyWire, openEnum, present, timestamp } from "./common.js";

const marketingStates = ["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING", "INVALID"];

/** A customer as lists give it. */
export const CustomerSummary = z.object({
  id: z.string(),
  displayName: z.string().describe("Name, or e-mail or phone where there is none"),
  email: z.string().optional(),
  phone: z.string().optional(),
  state: openEnum(["DISABLED", "INVITED", "ENABLED", "DECLINED"], "Of the login account; DISABLED: has none"),
  emailMarketing: openEnum(marketingStates, "Whether e-mail marketing is allowed").optional(),
  orderCount: z.number().int(),
  amountSpent: Money,
  tags: z.array(z.string()),
  createdAt: timestamp,
  updatedAt: timestamp,
});
/** A customer as lists give it. */
export type CustomerSummary = z.infer<typeof CustomerSummary>;

/** A customer in full. */
export const Customer = CustomerSummary.extend({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  note: z.string().optional(),
  locale: z.string().describe("e.g. de"),
  taxExempt: z.boolean(),
  verifiedEmail: z.boolean(),
  defaultAddress: Address.optional(),
  addresses: z.array(Address).describe("The first 10"),
  hasMoreAddresses: z.boolean(),
});
/** A customer in full. */
export type Customer = z.infer<typeof Customer>;

/** `Customer` as {@link customerSummaryFields} selects it. */
export const CustomerSummaryWire = z.object({
  id: z.string(),
  displayName: z.string(),
  defaultEmailAddress: z.object({ emailAddress: z.string().nullish(), marketingState: z.string().nullish() }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string().nullish() }).nullish(),
  state: z.string(),
  /** `UnsignedInt64`: digits in a text. */
  numberOfOrders: z.union([z.string().regex(/^\d+$/), z.number().int()]),
  amountSpent: MoneyWire,
  tags: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** `Customer` as {@link customerFields} selects it. */
export const CustomerWire = CustomerSummaryWire.extend({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  note: z.string().nullish(),
  locale: z.string(),
  taxExempt: z.boolean(),
  verifiedEmail: z.boolean(),
  defaultAddress: AddressWire.nullish(),
  addressesV2: connectionWire(AddressWire),
});

/** Fields of a `Customer` selection for lists. */
export const customerSummaryFields = `
  id displayName state numberOfOrders tags createdAt updatedAt
  defaultEmailAddress { emailAddress marketingState }
  defaultPhoneNumber { phoneNumber }
  amountSpent { amount currencyCode }
`;

/** Fields of a `Customer` selection in full. */
export const customerFields = `
  ${customerSummaryFields}
  firstName lastName note locale taxExempt verifiedEmail
  defaultAddress ${addressFields}
  addressesV2(first: 10) { nodes ${addressFields} pageInfo { hasNextPage endCursor } }
`;

/** The customer as lists give it. */
export const toCustomerSummary = (wire: z.output<typeof CustomerSummaryWire>): CustomerSummary =>
  present({
    id: wire.id,
    displayName: wire.displayName,
    email: wire.defaultEmailAddress?.emailAddress,
    phone: wire.defaultPhoneNumber?.phoneNumber,
    state: wire.state,
    emailMarketing: wire.defaultEmailAddress?.marketingState,
    orderCount: Number(wire.numberOfOrders),
    amountSpent: wire.amountSpent,
    tags: wire.tags,
    createdAt: wire.createdAt,
    updatedAt: wire.updatedAt,
  });

/** The customer in full. */
export const toCustomer = (wire: z.output<typeof CustomerWire>): Customer => ({
  ...toCustomerSummary(wire),
  ...present({
    firstName: wire.firstName,
    lastName: wire.lastName,
    note: wire.note,
    locale: wire.locale,
    taxExempt: wire.taxExempt,
    verifiedEmail: wire.verifiedEmail,
    defaultAddress: toAddress(wire.defaultAddress),
    addresses: wire.addressesV2.nodes.flatMap((address) => toAddress(address) ?? []),
    hasMoreAddresses: wire.addressesV2.pageInfo.hasNextPage,
  }),
});
