import { z } from "zod";
import { AddressInput } from "./address.js";
import { gid } from "./common.js";
import {
  attributeList,
  currencyCode,
  currencyFor,
  decimal,
  given,
  isoTime,
  refuseInput,
  tagList,
  toMoneyInput,
} from "./inputs.js";

const Discount = z
  .strictObject({
    valueType: z.enum(["PERCENTAGE", "FIXED_AMOUNT"]),
    value: z.number().min(0).describe("Percent, e.g. 10, or an amount in currencyCode"),
    title: z.string().optional(),
    description: z.string().optional(),
  })
  .optional();

const LineItem = z.strictObject({
  variantId: gid("ProductVariant").optional(),
  title: z.string().optional().describe("Of a custom item; required without variantId"),
  quantity: z.number().int().min(1),
  price: decimal.optional().describe("Of one unit; overrides the variant's price, required for a custom item"),
  sku: z.string().optional().describe("Of a custom item"),
  taxable: z.boolean().optional(),
  requiresShipping: z.boolean().optional(),
  discount: Discount,
  customAttributes: attributeList.optional(),
});

/** What a draft order is made of. */
export const DraftOrderCreateInput = z.object({
  lineItems: z.array(LineItem).min(1).max(499),
  currencyCode: currencyCode.optional().describe("ISO 4217, e.g. EUR; required where the input has prices or amounts"),
  customerId: gid("Customer").optional(),
  useCustomerDefaultAddress: z.boolean().optional(),
  email: z.email().optional(),
  phone: z.string().optional().describe("E.164, e.g. +4930901820"),
  shippingAddress: AddressInput.optional(),
  billingAddress: AddressInput.optional(),
  shippingLine: z.strictObject({ title: z.string().min(1), price: decimal }).optional(),
  discount: Discount.describe("Of the whole order"),
  discountCodes: z.array(z.string().min(1)).max(250).optional(),
  acceptAutomaticDiscounts: z.boolean().optional(),
  note: z.string().max(5_000).optional(),
  tags: tagList.optional(),
  customAttributes: attributeList.optional(),
  poNumber: z.string().optional().describe("Purchase order number"),
  taxExempt: z.boolean().optional(),
  reserveInventoryUntil: isoTime.optional().describe("Until when the stock is held back"),
});
/** What a draft order is made of. */
export type DraftOrderCreateInput = z.output<typeof DraftOrderCreateInput>;

/**
 * The input as `DraftOrderInput`.
 * @throws ConnectorError `INVALID_INPUT` for an item without variant or title and price, and for amounts without a currency.
 */
export const toDraftOrderInput = (input: DraftOrderCreateInput): Record<string, unknown> => {
  const { lineItems, currencyCode: code, customerId, shippingLine, discount, ...plain } = input;
  checkLines(lineItems);
  const currency = currencyFor(amountsOf(input), code);
  return given({
    ...plain,
    presentmentCurrencyCode: code,
    purchasingEntity: customerId && { customerId },
    lineItems: lineItems.map((line) => toLine(line, currency)),
    shippingLine: shippingLine && {
      title: shippingLine.title,
      priceWithCurrency: toMoneyInput(shippingLine.price, currency),
    },
    appliedDiscount: toDiscount(discount, currency),
  });
};

const toLine = ({ price, discount, ...line }: z.output<typeof LineItem>, currency: string) => {
  const money = price === undefined ? undefined : toMoneyInput(price, currency);
  return given({
    ...line,
    ...(line.variantId ? { priceOverride: money } : { originalUnitPriceWithCurrency: money }),
    appliedDiscount: toDiscount(discount, currency),
  });
};

const toDiscount = (discount: z.output<typeof Discount>, currency: string) =>
  discount &&
  given({
    ...discount,
    amountWithCurrency:
      discount.valueType === "FIXED_AMOUNT" ? toMoneyInput(String(discount.value), currency) : undefined,
  });

const amountsOf = ({ lineItems, shippingLine, discount }: DraftOrderCreateInput) => [
  ...lineItems.flatMap(({ price, discount: own }) => [price, fixed(own)]),
  shippingLine?.price,
  fixed(discount),
];

const fixed = (discount: z.output<typeof Discount>): string | undefined =>
  discount?.valueType === "FIXED_AMOUNT" ? String(discount.value) : undefined;

const checkLines = (lines: DraftOrderCreateInput["lineItems"]): void => {
  const issues = lines.flatMap(({ variantId, title, price }, index) =>
    variantId || (title && price !== undefined)
      ? []
      : [{ path: `lineItems.${index}`, message: "Give a variantId, or title and price of a custom item" }],
  );
  if (issues.length > 0) throw refuseInput(issues);
};
