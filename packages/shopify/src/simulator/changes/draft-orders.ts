import type { Context } from "../context.js";
import type { DraftOrder } from "../records/orders.js";
import { draftDiscountCents, draftLineTotal } from "../resolvers/draft-orders.js";
import { type Fields, userError } from "../resolvers/fields.js";
import { shopCurrency } from "../seed/company.js";
import { touch } from "../state.js";
import { deletedBody } from "../webhook-bodies.js";
import { draftOrderBody } from "../webhook-draft-bodies.js";
import { type DraftInput, problemsWithDraft, writeDraft } from "./draft-input.js";
import { addOrder, payOrder } from "./make-order.js";
import { announceOrder } from "./orders.js";

const announce = ({ emit }: Context, draft: DraftOrder, what: "CREATE" | "UPDATE") =>
  emit({ topic: `DRAFT_ORDERS_${what}`, body: () => draftOrderBody(draft) });

const draftOrderCreate = (_: unknown, { input }: { input: DraftInput }, context: Context) => {
  const { store } = context;
  const userErrors = problemsWithDraft(store, input, true);
  if (userErrors.length > 0) return { draftOrder: null, userErrors };
  const draft: DraftOrder = {
    ...store.mint("DraftOrder"),
    name: `#D${store.nextNumber("DraftOrder")}`,
    status: "OPEN",
    completedAt: null,
    invoiceSentAt: null,
    orderId: null,
    customerId: null,
    email: null,
    phone: null,
    note2: null,
    poNumber: null,
    tags: [],
    taxExempt: false,
    customAttributes: [],
    discount: null,
    lines: [],
    shipping: null,
    billingAddress: null,
    shippingAddress: null,
    reserveInventoryUntil: null,
    sourceName: input.sourceName ?? null,
    currency: shopCurrency,
    presentmentCurrency: shopCurrency,
    presentmentRate: 1,
  };
  writeDraft(store, draft, input);
  store.DraftOrder.set(draft.id, draft);
  announce(context, draft, "CREATE");
  return { draftOrder: draft, userErrors: [] };
};

const draftOrderUpdate = (_: unknown, { id, input }: { id: string; input: DraftInput }, context: Context) => {
  const draft = context.store.DraftOrder.get(id);
  if (!draft) return { draftOrder: null, userErrors: [userError(["id"], "Draft order does not exist")] };
  const userErrors =
    draft.status === "COMPLETED"
      ? [userError(null, "Draft order is already completed")]
      : problemsWithDraft(context.store, input, false);
  if (userErrors.length > 0) return { draftOrder: draft, userErrors };
  writeDraft(context.store, draft, input);
  announce(context, draft, "UPDATE");
  return { draftOrder: draft, userErrors: [] };
};

const draftOrderDelete = (_: unknown, { input: { id } }: { input: { id: string } }, { store, emit }: Context) => {
  if (!store.DraftOrder.delete(id))
    return { deletedId: null, userErrors: [userError(["id"], "Draft order does not exist")] };
  emit({ topic: "DRAFT_ORDERS_DELETE", body: () => deletedBody(id) });
  return { deletedId: id, userErrors: [] };
};

const draftOrderComplete = (
  _: unknown,
  { id, paymentPending }: { id: string; paymentPending?: boolean | null },
  context: Context,
) => {
  const { store } = context;
  const draft = store.DraftOrder.get(id);
  if (!draft) return { draftOrder: null, userErrors: [userError(["id"], "Draft order does not exist")] };
  if (draft.status === "COMPLETED")
    return { draftOrder: null, userErrors: [userError(null, "This order has been paid")] };
  const order = addOrder(store, {
    ...draft,
    name: null,
    note: draft.note2,
    lines: orderLines(draft),
    shipping: draft.shipping && { ...draft.shipping, code: "custom" },
    sourceName: draft.sourceName ?? "shopify_draft_order",
  });
  if (!paymentPending) payOrder(store, order, "manual");
  draft.status = "COMPLETED";
  draft.completedAt = store.clock.now();
  draft.orderId = order.id;
  touch(store, draft);
  announce(context, draft, "UPDATE");
  announceOrder(context, order, "ORDERS_CREATE", ...(paymentPending ? [] : ["ORDERS_PAID"]));
  return { draftOrder: draft, userErrors: [] };
};

/** A discount on the whole draft is spread over its lines. */
const orderLines = ({ lines, discount }: DraftOrder) => {
  const items = lines.reduce((sum, line) => sum + draftLineTotal(line), 0);
  const share = items === 0 ? 0 : draftDiscountCents(discount, items) / items;
  return lines.map(({ id: _id, uuid: _uuid, __typename, discount: own, ...line }) => {
    const net = line.unitCents * line.quantity - draftDiscountCents(own, line.unitCents * line.quantity);
    return { ...line, discountCents: line.unitCents * line.quantity - Math.round(net * (1 - share)) };
  });
};

const draftOrderInvoiceSend = (
  _: unknown,
  { id, email }: { id: string; email?: { to?: string | null } | null },
  context: Context,
) => {
  const draft = context.store.DraftOrder.get(id);
  const refuse = (message: string) => ({ draftOrder: null, userErrors: [userError(null, message)] });
  if (!draft) return refuse("Draft order not found");
  if (draft.status === "COMPLETED")
    return refuse("Draft order Invoice can't be sent. This draft order is already paid.");
  if (!(email?.to ?? draft.email)) return refuse("To can't be blank");
  draft.status = "INVOICE_SENT";
  draft.invoiceSentAt = context.store.clock.now();
  touch(context.store, draft);
  announce(context, draft, "UPDATE");
  return { draftOrder: draft, userErrors: [] };
};

/** Makes, changes, completes and mails draft orders. */
export const draftOrderChanges = {
  draftOrderCreate,
  draftOrderUpdate,
  draftOrderDelete,
  draftOrderComplete,
  draftOrderInvoiceSend,
} as Fields<unknown>;
