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
  toMoneyBagInput,
} from "./inputs.js";

const TaxLine = z.strictObject({
  title: z.string().min(1),
  rate: z.number().min(0).max(1).describe("As a fraction: 0.19 is 19 %"),
  amount: decimal.optional(),
});

const LineItem = z.strictObject({
  variantId: gid("ProductVariant").optional(),
  title: z.string().optional().describe("Required without variantId"),
  quantity: z.number().int().min(1),
  price: decimal.optional().describe('Of one unit, e.g. "12.50"; default: the variant\'s price'),
  sku: z.string().optional(),
  taxable: z.boolean().optional(),
  requiresShipping: z.boolean().optional(),
  taxLines: z.array(TaxLine).max(250).optional(),
  properties: z
    .array(z.strictObject({ name: z.string().min(1), value: z.string() }))
    .max(250)
    .optional(),
});

/** What an order from elsewhere is made of. */
export const OrderCreateInput = z.object({
  lineItems: z.array(LineItem).min(1).max(250),
  currencyCode: currencyCode.optional().describe("ISO 4217, e.g. EUR; required where the input has prices or amounts"),
  customerId: gid("Customer").optional(),
  email: z.email().optional(),
  phone: z.string().optional().describe("E.164, e.g. +4930901820"),
  shippingAddress: AddressInput.optional(),
  billingAddress: AddressInput.optional(),
  shippingLines: z
    .array(z.strictObject({ title: z.string().min(1), price: decimal, code: z.string().optional() }))
    .max(250)
    .optional(),
  taxLines: z.array(TaxLine).max(250).optional().describe("Taxes of the whole order; not together with those of lines"),
  taxesIncluded: z.boolean().optional().describe("Whether prices include tax"),
  transactions: z
    .array(
      z.strictObject({
        kind: z.enum(["SALE", "AUTHORIZATION", "CAPTURE"]).default("SALE"),
        amount: decimal,
        status: z.enum(["SUCCESS", "PENDING", "FAILURE"]).default("SUCCESS"),
        gateway: z.string().optional().describe("e.g. manual"),
        processedAt: isoTime.optional(),
      }),
    )
    .max(250)
    .optional()
    .describe("Payments made; without them financialStatus alone tells"),
  financialStatus: z
    .enum(["AUTHORIZED", "EXPIRED", "PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "PENDING", "REFUNDED", "VOIDED"])
    .optional(),
  fulfillmentStatus: z.enum(["FULFILLED", "PARTIAL", "RESTOCKED"]).optional().describe("Default: unfulfilled"),
  processedAt: isoTime.optional().describe("When it was placed; default now"),
  sourceIdentifier: z.string().optional().describe("Its id where it came from; makes repeats findable"),
  sourceName: z.string().optional().describe("Where it came from, e.g. marketplace"),
  note: z.string().max(5_000).optional(),
  tags: tagList.optional(),
  customAttributes: attributeList.optional(),
  poNumber: z.string().optional().describe("Purchase order number"),
  test: z.boolean().optional().describe("Whether it is a test order"),
});
/** What an order from elsewhere is made of. */
export type OrderCreateInput = z.output<typeof OrderCreateInput>;

/**
 * The input as `OrderCreateOrderInput`.
 * @throws ConnectorError `INVALID_INPUT` for a line without variant and title, and for amounts without a currency.
 */
export const toOrderCreateOrderInput = (input: OrderCreateInput): Record<string, unknown> => {
  const { lineItems, currencyCode: currency, customerId, shippingLines, taxLines, transactions, ...plain } = input;
  checkLines(lineItems);
  const money = moneyWith(currencyFor(amountsOf(input), currency));
  return given({
    ...plain,
    currency,
    customer: customerId && { toAssociate: { id: customerId } },
    lineItems: lineItems.map(({ price, taxLines: taxes, ...line }) =>
      given({ ...line, priceSet: money(price), taxLines: taxes?.map(toTaxLine(money)) }),
    ),
    shippingLines: shippingLines?.map(({ price, ...line }) => given({ ...line, priceSet: money(price) })),
    taxLines: taxLines?.map(toTaxLine(money)),
    transactions: transactions?.map(({ amount, ...transaction }) =>
      given({ ...transaction, amountSet: money(amount) }),
    ),
  });
};

type ToBag = (amount: string | undefined) => ReturnType<typeof toMoneyBagInput> | undefined;

const moneyWith =
  (currency: string): ToBag =>
  (amount) =>
    amount === undefined ? undefined : toMoneyBagInput(amount, currency);

const toTaxLine =
  (money: ToBag) =>
  ({ amount, ...line }: z.output<typeof TaxLine>) =>
    given({ ...line, priceSet: money(amount) });

const amountsOf = ({ lineItems, shippingLines, taxLines, transactions }: OrderCreateInput) => [
  ...lineItems.flatMap(({ price, taxLines: taxes }) => [price, ...(taxes ?? []).map(({ amount }) => amount)]),
  ...(shippingLines ?? []).map(({ price }) => price),
  ...(taxLines ?? []).map(({ amount }) => amount),
  ...(transactions ?? []).map(({ amount }) => amount),
];

const checkLines = (lines: OrderCreateInput["lineItems"]): void => {
  const issues = lines.flatMap(({ variantId, title }, index) =>
    variantId || title ? [] : [{ path: `lineItems.${index}`, message: "Give a variantId or a title" }],
  );
  if (issues.length > 0) throw refuseInput(issues);
};
