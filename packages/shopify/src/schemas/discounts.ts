import { z } from "zod";
import { Money, MoneyWire, openEnum, present, timestamp } from "./common.js";

/** A discount of any of Shopify's eight types, flat; what a type does not have is absent. */
export const Discount = z.object({
  id: z.string(),
  method: openEnum(["code", "automatic"], "Whether the buyer enters a code"),
  type: openEnum(["basic", "bxgy", "freeShipping", "app"], "bxgy: buy X get Y; app: calculated by an app"),
  title: z.string().optional(),
  status: openEnum(["ACTIVE", "SCHEDULED", "EXPIRED"]).optional(),
  summary: z.string().optional().describe("What it gives and when, in words"),
  startsAt: timestamp.optional(),
  endsAt: timestamp.optional().describe("Absent: never ends"),
  createdAt: timestamp.optional(),
  updatedAt: timestamp.optional(),
  codes: z.array(z.string()).describe("The first 5; empty for automatic discounts"),
  codeCount: z.number().int().optional(),
  usageCount: z.number().int().optional().describe("Updated with delay"),
  usageLimit: z.number().int().optional(),
  appliesOncePerCustomer: z.boolean().optional(),
  percentage: z.number().optional().describe("Percent, e.g. 15"),
  amount: Money.optional().describe("A fixed amount off"),
  classes: z.array(z.string()).optional().describe("ORDER, PRODUCT, SHIPPING: what it lowers"),
  combinesWith: z
    .object({ orderDiscounts: z.boolean(), productDiscounts: z.boolean(), shippingDiscounts: z.boolean() })
    .optional(),
});
/** A discount of any of Shopify's eight types, flat. */
export type Discount = z.infer<typeof Discount>;

/** `Discount` or `DiscountCode`, whichever member: every field but the type name may be missing. */
export const DiscountWire = z.object({
  __typename: z.string(),
  title: z.string().nullish(),
  status: z.string().nullish(),
  summary: z.string().nullish(),
  startsAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  codes: z.object({ nodes: z.array(z.object({ code: z.string() })) }).nullish(),
  codesCount: z.object({ count: z.number() }).nullish(),
  asyncUsageCount: z.number().nullish(),
  usageLimit: z.number().nullish(),
  appliesOncePerCustomer: z.boolean().nullish(),
  customerGets: z
    .object({
      value: z.object({ percentage: z.number().nullish(), amount: MoneyWire.nullish() }).nullish(),
    })
    .nullish(),
  discountClasses: z.array(z.string()).nullish(),
  combinesWith: z
    .object({ orderDiscounts: z.boolean(), productDiscounts: z.boolean(), shippingDiscounts: z.boolean() })
    .nullish(),
});

const common = `
  title status startsAt endsAt createdAt updatedAt asyncUsageCount discountClasses
  combinesWith { orderDiscounts productDiscounts shippingDiscounts }
`;
const ofCode = "usageLimit appliesOncePerCustomer codes(first: 5) { nodes { code } } codesCount { count }";
const gets =
  "customerGets { value { ... on DiscountPercentage { percentage } ... on DiscountAmount { amount { amount currencyCode } } } }";

/** Fields of a `DiscountCode` selection: the four types with a code. */
export const codeDiscountFields = `
  __typename
  ... on DiscountCodeBasic { ${common} ${ofCode} summary ${gets} }
  ... on DiscountCodeBxgy { ${common} ${ofCode} summary }
  ... on DiscountCodeFreeShipping { ${common} ${ofCode} summary }
  ... on DiscountCodeApp { ${common} ${ofCode} }
`;

/** Fields of a `Discount` selection: all eight types. */
export const discountFields = `
  ${codeDiscountFields}
  ... on DiscountAutomaticBasic { ${common} summary ${gets} }
  ... on DiscountAutomaticBxgy { ${common} summary }
  ... on DiscountAutomaticFreeShipping { ${common} summary }
  ... on DiscountAutomaticApp { ${common} }
`;

const namePattern = /^Discount(Code|Automatic)(.+)$/;

/** The discount, flat. A type that Shopify adds later keeps its name. */
export const toDiscount = (id: string, wire: z.output<typeof DiscountWire>): Discount => {
  const [, method = "", type = wire.__typename] = namePattern.exec(wire.__typename) ?? [];
  const value = wire.customerGets?.value;
  return present({
    id: toMethodId(id, method),
    method: method.toLowerCase(),
    type: type.charAt(0).toLowerCase() + type.slice(1),
    title: wire.title,
    status: wire.status,
    summary: wire.summary,
    startsAt: wire.startsAt,
    endsAt: wire.endsAt,
    createdAt: wire.createdAt,
    updatedAt: wire.updatedAt,
    codes: wire.codes?.nodes.map(({ code }) => code) ?? [],
    codeCount: wire.codesCount?.count,
    usageCount: wire.asyncUsageCount,
    usageLimit: wire.usageLimit,
    appliesOncePerCustomer: wire.appliesOncePerCustomer,
    percentage: typeof value?.percentage === "number" ? toPercent(value.percentage) : undefined,
    amount: value?.amount,
    classes: wire.discountClasses,
    combinesWith: wire.combinesWith,
  });
};

/** `discountNodes` may give an id of the common node type; writes want the one of code or automatic discounts. */
const toMethodId = (id: string, method: string): string =>
  method === "" ? id : id.replace("/DiscountNode/", `/Discount${method}Node/`);

/** Shopify counts in fractions: 0.15 is 15 %. */
const toPercent = (fraction: number): number => Number((fraction * 100).toFixed(6));
