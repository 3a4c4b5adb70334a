import { z } from "zod";
import { MoneyBagWire, moneyBagFields, openEnum, present, ShopMoney, timestamp, toShopMoney } from "./common.js";

/** A movement of money on an order. */
export const OrderTransaction = z.object({
  id: z.string(),
  kind: openEnum(["AUTHORIZATION", "CAPTURE", "SALE", "REFUND", "VOID", "CHANGE"]),
  status: openEnum(["SUCCESS", "PENDING", "FAILURE", "ERROR", "AWAITING_RESPONSE", "UNKNOWN"]),
  gateway: z.string().optional(),
  amount: ShopMoney,
  processedAt: timestamp.optional(),
  parentId: z.string().optional().describe("The transaction it captures, refunds or voids"),
});
/** A movement of money on an order. */
export type OrderTransaction = z.infer<typeof OrderTransaction>;

/** `OrderTransaction`. */
export const OrderTransactionWire = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullish(),
  amountSet: MoneyBagWire,
  processedAt: z.string().nullish(),
  parentTransaction: z.object({ id: z.string() }).nullish(),
});

/** Fields of an `OrderTransaction` selection. */
export const transactionFields = `{ id kind status gateway amountSet ${moneyBagFields} processedAt parentTransaction { id } }`;

/** The transaction as we promise it. */
export const toTransaction = (wire: z.output<typeof OrderTransactionWire>): OrderTransaction => {
  const { amountSet, parentTransaction, ...rest } = wire;
  return present({ ...rest, amount: toShopMoney(amountSet), parentId: parentTransaction?.id });
};
