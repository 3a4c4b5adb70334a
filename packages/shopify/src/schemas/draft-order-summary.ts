import { z } from "zod";
import { MoneyBagWire, moneyBagFields, openEnum, present, ShopMoney, timestamp, toShopMoney } from "./common.js";
import { CustomerName, CustomerNameWire } from "./order-summary.js";

/** A draft order as lists and writes give it. */
export const DraftOrderSummary = z.object({
  id: z.string(),
  name: z.string().describe("e.g. #D17"),
  status: openEnum(["OPEN", "INVOICE_SENT", "COMPLETED"]),
  createdAt: timestamp,
  updatedAt: timestamp,
  completedAt: timestamp.optional(),
  total: ShopMoney,
  itemCount: z.number().int().describe("Units"),
  customer: CustomerName.optional(),
  email: z.string().optional(),
  note: z.string().optional(),
  tags: z.array(z.string()),
  ready: z.boolean().describe("Whether it can be completed; false while Shopify still calculates"),
  invoiceUrl: z.string().optional().describe("Where the customer pays"),
  orderId: z.string().optional().describe("The order it became"),
});
/** A draft order as lists and writes give it. */
export type DraftOrderSummary = z.infer<typeof DraftOrderSummary>;

/** `DraftOrder` as {@link draftOrderSummaryFields} selects it. */
export const DraftOrderSummaryWire = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().nullish(),
  totalPriceSet: MoneyBagWire,
  totalQuantityOfLineItems: z.number(),
  customer: CustomerNameWire.nullish(),
  email: z.string().nullish(),
  note2: z.string().nullish(),
  tags: z.array(z.string()),
  ready: z.boolean(),
  invoiceUrl: z.string().nullish(),
  order: z.object({ id: z.string() }).nullish(),
});

/** Fields of a `DraftOrder` selection for lists and writes. */
export const draftOrderSummaryFields = `
  id name status createdAt updatedAt completedAt
  totalPriceSet ${moneyBagFields}
  totalQuantityOfLineItems
  customer { id displayName }
  email note2 tags ready invoiceUrl
  order { id }
`;

/** The draft order as lists and writes give it. */
export const toDraftOrderSummary = (wire: z.output<typeof DraftOrderSummaryWire>): DraftOrderSummary =>
  present({
    id: wire.id,
    name: wire.name,
    status: wire.status,
    createdAt: wire.createdAt,
    updatedAt: wire.updatedAt,
    completedAt: wire.completedAt,
    total: toShopMoney(wire.totalPriceSet),
    itemCount: wire.totalQuantityOfLineItems,
    customer: wire.customer && present(wire.customer),
    email: wire.email,
    note: wire.note2,
    tags: wire.tags,
    ready: wire.ready,
    invoiceUrl: wire.invoiceUrl,
    orderId: wire.order?.id,
  });
