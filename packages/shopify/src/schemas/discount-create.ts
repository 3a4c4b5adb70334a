import { z } from "zod";
import { gid } from "./common.js";
import { decimal, given, isoTime, refuseInput } from "./inputs.js";

const ids = (type: string) => z.array(gid(type)).min(1).max(250).optional();

/** What a discount code gives, to whom and when. */
export const DiscountCodeInput = z.object({
  title: z.string().min(1).max(255).describe("For the staff"),
  code: z.string().min(1).max(255).describe("What the buyer enters; unique in the shop, case does not matter"),
  startsAt: isoTime,
  endsAt: isoTime.optional().describe("Default: never ends"),
  percentage: z.number().min(0).max(100).optional().describe("Percent off, e.g. 15; not with amount"),
  amount: decimal.optional().describe("Amount off in the shop's currency; not with percentage"),
  appliesOnEachItem: z
    .boolean()
    .default(false)
    .describe("With amount: off each matching item rather than once for the order"),
  productIds: ids("Product").describe("Only these products; default: everything"),
  variantIds: ids("ProductVariant").describe("Only these variants"),
  collectionIds: ids("Collection").describe("Only these collections; not with products or variants"),
  minimumSubtotal: decimal.optional().describe("In the shop's currency; not with minimumQuantity"),
  minimumQuantity: z.number().int().min(1).optional(),
  usageLimit: z.number().int().min(1).optional().describe("Uses in all; default: no limit"),
  oncePerCustomer: z.boolean().default(false),
  customerIds: ids("Customer").describe("Only these customers; default: everybody"),
  segmentIds: ids("Segment").describe("Only customers of these segments; not with customerIds"),
  combinesWithOrderDiscounts: z.boolean().default(false),
  combinesWithProductDiscounts: z.boolean().default(false),
  combinesWithShippingDiscounts: z.boolean().default(false),
});
/** What a discount code gives, to whom and when. */
export type DiscountCodeInput = z.output<typeof DiscountCodeInput>;

/**
 * The input as `DiscountCodeBasicInput`.
 * @throws ConnectorError `INVALID_INPUT` for fields that exclude each other.
 */
export const toDiscountCodeBasicInput = (input: DiscountCodeInput): Record<string, unknown> => {
  check(input);
  return given({
    title: input.title,
    code: input.code,
    startsAt: input.startsAt,
    endsAt: input.endsAt,
    usageLimit: input.usageLimit,
    appliesOncePerCustomer: input.oncePerCustomer,
    context: toContext(input),
    customerGets: { value: toValue(input), items: toItems(input) },
    minimumRequirement: toMinimum(input),
    combinesWith: {
      orderDiscounts: input.combinesWithOrderDiscounts,
      productDiscounts: input.combinesWithProductDiscounts,
      shippingDiscounts: input.combinesWithShippingDiscounts,
    },
  });
};

const toContext = ({ customerIds, segmentIds }: DiscountCodeInput) => {
  if (customerIds) return { customers: { add: customerIds } };
  return segmentIds ? { customerSegments: { add: segmentIds } } : { all: "ALL" };
};

/** Shopify counts percentages in fractions; the rounding keeps 29 / 100 from becoming 0.28999…. */
const toValue = ({ percentage, amount, appliesOnEachItem }: DiscountCodeInput) =>
  percentage === undefined
    ? { discountAmount: { amount, appliesOnEachItem } }
    : { percentage: Number((percentage / 100).toFixed(8)) };

const toItems = ({ productIds, variantIds, collectionIds }: DiscountCodeInput) => {
  if (collectionIds) return { collections: { add: collectionIds } };
  if (!productIds && !variantIds) return { all: true };
  return { products: given({ productsToAdd: productIds, productVariantsToAdd: variantIds }) };
};

const toMinimum = ({ minimumSubtotal, minimumQuantity }: DiscountCodeInput) => {
  if (minimumSubtotal !== undefined) return { subtotal: { greaterThanOrEqualToSubtotal: minimumSubtotal } };
  if (minimumQuantity === undefined) return undefined;
  return { quantity: { greaterThanOrEqualToQuantity: String(minimumQuantity) } };
};

const check = (input: DiscountCodeInput): void => {
  const rules = [
    [
      "amount",
      (input.percentage === undefined) === (input.amount === undefined),
      "Give exactly one of percentage and amount",
    ],
    ["appliesOnEachItem", input.appliesOnEachItem && input.amount === undefined, "Only with amount"],
    [
      "collectionIds",
      input.collectionIds && (input.productIds || input.variantIds),
      "Not with productIds or variantIds",
    ],
    [
      "minimumQuantity",
      input.minimumSubtotal !== undefined && input.minimumQuantity !== undefined,
      "Not with minimumSubtotal",
    ],
    ["segmentIds", input.customerIds && input.segmentIds, "Not with customerIds"],
    [
      "endsAt",
      input.endsAt !== undefined && Date.parse(input.endsAt) <= Date.parse(input.startsAt),
      "Must be after startsAt",
    ],
  ] as const;
  const issues = rules.flatMap(([path, broken, message]) => (broken ? [{ path, message }] : []));
  if (issues.length > 0) throw refuseInput(issues);
};
