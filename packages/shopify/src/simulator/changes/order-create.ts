import type { Context } from "../context.js";
import { totalsOf } from "../order-math.js";
import { customerByIdentifier } from "../resolvers/customers.js";
import { type Fields, normalizeTags } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { toAddress } from "./addresses.js";
import { addCustomer } from "./customers.js";
import { addOrder, addTransaction } from "./make-order.js";
import { bagCents, discountShare, type OrderInput, orderLineOf, problemsWithOrder, rateOf } from "./order-input.js";
import { announceOrder } from "./orders.js";

const customerOf = (context: Context, { customer, email }: OrderInput): string | null => {
  const { store } = context;
  if (customer?.toAssociate) return customer.toAssociate.id;
  const wanted = customer?.toUpsert;
  if (!wanted) return email ? (customerByIdentifier(store, { email })?.id ?? null) : null;
  return (customerByIdentifier(store, wanted) ?? addCustomer(context, wanted)).id;
};

const orderCreate = (
  _: unknown,
  { order: input, options }: { order: OrderInput; options?: { inventoryBehaviour?: string | null } | null },
  context: Context,
) => {
  const { store } = context;
  const userErrors = problemsWithOrder(store, input);
  if (userErrors.length > 0) return { order: null, userErrors };
  const plain = (input.lineItems ?? []).map((line) => orderLineOf(store, line));
  const { code, share } = discountShare(
    input,
    plain.reduce((sum, { unitCents, quantity }) => sum + unitCents * quantity, 0),
  );
  const [shipping] = input.shippingLines ?? [];
  const currency = input.currency ?? "EUR";
  const order = addOrder(store, {
    ...input,
    customerId: customerOf(context, input),
    currency,
    presentmentCurrency: input.presentmentCurrency ?? currency,
    presentmentRate: rateOf(input),
    processedAt: input.processedAt ? Date.parse(input.processedAt) : undefined,
    sourceName: input.sourceName ?? "simulator",
    tags: normalizeTags(input.tags ?? []),
    test: input.test ?? false,
    taxesIncluded: input.taxesIncluded ?? false,
    customAttributes: input.customAttributes ?? [],
    lines: plain.map((line) => ({ ...line, discountCents: Math.round(line.unitCents * line.quantity * share) })),
    shipping: shipping
      ? { title: shipping.title, code: shipping.code ?? shipping.title, cents: bagCents(shipping.priceSet) ?? 0 }
      : null,
    discountCode: code,
    billingAddress: toAddress(store, input.billingAddress),
    shippingAddress: toAddress(store, input.shippingAddress),
    keepStock: (options?.inventoryBehaviour ?? "BYPASS") === "BYPASS",
  });
  for (const { kind, status, gateway, amountSet } of input.transactions ?? [])
    addTransaction(store, order, {
      kind: kind ?? "SALE",
      status: status ?? "SUCCESS",
      gateway: gateway ?? "manual",
      cents: bagCents(amountSet) ?? 0,
    });
  if ((input.transactions?.length ?? 0) === 0 && input.financialStatus === "PAID")
    addTransaction(store, order, { kind: "SALE", gateway: "manual", cents: totalsOf(store, order).total });
  if (input.closedAt) order.closedAt = Date.parse(input.closedAt);
  for (const metafield of input.metafields ?? []) writeMetafield(store, order.id, metafield);
  announceOrder(context, order, "ORDERS_CREATE");
  return { order, userErrors: [] };
};

/** Makes orders. */
export const orderCreation = { orderCreate } as Fields<unknown>;
