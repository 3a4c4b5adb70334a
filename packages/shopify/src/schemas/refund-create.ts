import { z } from "zod";
import { gid } from "./common.js";
import { currencyCode, decimal, given, isoTime, refuseInput } from "./inputs.js";

/** What is to be given back. */
export const RefundCreateInput = z.object({
  orderId: gid("Order"),
  lineItems: z
    .array(
      z.strictObject({
        lineItemId: gid("LineItem"),
        quantity: z.number().int().min(1).describe("At most the line's refundableQuantity"),
        restock: z
          .enum(["NO_RESTOCK", "RETURN", "CANCEL"])
          .default("NO_RESTOCK")
          .describe("RETURN: shipped goods came back; CANCEL: never shipped; NO_RESTOCK: stock stays"),
        locationId: gid("Location").optional().describe("Where it is restocked; needed with RETURN and CANCEL"),
      }),
    )
    .min(1)
    .max(250)
    .optional(),
  shippingAmount: decimal.optional().describe("Part of the shipping to refund; not with fullShipping"),
  fullShipping: z.boolean().optional().describe("Refund all of the shipping"),
  transactions: z
    .array(
      z.strictObject({
        parentId: gid("OrderTransaction").describe("The SALE or CAPTURE to pay back, from shopify.orders.get"),
        amount: decimal,
        gateway: z.string().min(1).describe("As on the parent transaction"),
        kind: z.literal("REFUND").default("REFUND"),
      }),
    )
    .min(1)
    .max(250)
    .optional()
    .describe("Money to pay back. Without it and storeCredit no money moves"),
  storeCredit: z
    .strictObject({ amount: decimal, currencyCode, expiresAt: isoTime.optional() })
    .optional()
    .describe("Pay back as store credit"),
  currencyCode: currencyCode
    .optional()
    .describe("Of the amounts; needed where buyer and shop have different currencies"),
  note: z.string().max(5_000).optional().describe("Reason, for the staff"),
  notifyCustomer: z.boolean().default(false).describe("Whether Shopify mails the customer, default false"),
  allowOverRefunding: z.boolean().default(false).describe("Whether more than was paid may be given back"),
  discrepancyReason: z
    .enum(["CUSTOMER", "DAMAGE", "OTHER", "RESTOCK"])
    .optional()
    .describe("Why the amount differs from the items' sum"),
});
/** What is to be given back. */
export type RefundCreateInput = z.output<typeof RefundCreateInput>;

/**
 * The input as `RefundInput`.
 * @throws ConnectorError `INVALID_INPUT` when there is nothing to refund, or shipping is told twice.
 */
export const toRefundInput = (input: RefundCreateInput): Record<string, unknown> => {
  check(input);
  const { orderId, lineItems, shippingAmount, fullShipping, transactions, storeCredit, currencyCode: currency } = input;
  return given({
    orderId,
    currency,
    note: input.note,
    notify: input.notifyCustomer,
    allowOverRefunding: input.allowOverRefunding || undefined,
    discrepancyReason: input.discrepancyReason,
    refundLineItems: lineItems?.map(({ restock, ...line }) => given({ ...line, restockType: restock })),
    shipping: fullShipping
      ? { fullRefund: true }
      : shippingAmount !== undefined
        ? { amount: shippingAmount }
        : undefined,
    transactions: transactions?.map((transaction) => ({ ...transaction, orderId })),
    refundMethods: storeCredit && [{ storeCreditRefund: toStoreCredit(storeCredit) }],
  });
};

const toStoreCredit = ({ amount, currencyCode: code, expiresAt }: NonNullable<RefundCreateInput["storeCredit"]>) =>
  given({ amount: { amount, currencyCode: code }, expiresAt });

const check = ({ lineItems, shippingAmount, fullShipping, transactions, storeCredit }: RefundCreateInput): void => {
  const issues = (lineItems ?? []).flatMap(({ restock, locationId }, index) =>
    restock !== "NO_RESTOCK" && locationId === undefined
      ? [{ path: `lineItems.${index}.locationId`, message: `Required with restock ${restock}` }]
      : [],
  );
  if (fullShipping && shippingAmount !== undefined)
    issues.push({ path: "shippingAmount", message: "Give either shippingAmount or fullShipping" });
  if (!lineItems && !fullShipping && shippingAmount === undefined && !transactions && !storeCredit)
    issues.push({ path: "", message: "Give lineItems, shipping, transactions or storeCredit" });
  if (issues.length > 0) throw refuseInput(issues);
};
