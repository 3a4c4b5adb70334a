import { toMoneyBag } from "../money.js";
import type { Transaction } from "../records/orders.js";
import type { Store } from "../state.js";

/** What a resolver gives for a transaction. */
export const toTransaction = (store: Store, transaction: Transaction): object => {
  const order = store.Order.get(transaction.orderId);
  const parent = order?.transactions.find(({ id }) => id === transaction.parentId);
  const refunded =
    order?.transactions
      .filter(({ parentId, kind }) => parentId === transaction.id && kind === "REFUND")
      .reduce((sum, { cents }) => sum + cents, 0) ?? 0;
  return {
    ...transaction,
    formattedGateway: transaction.gateway.replaceAll("_", " ").replace(/^\w/, (letter) => letter.toUpperCase()),
    amountSet: order && toMoneyBag(transaction.cents, order),
    processedAt: transaction.createdAt,
    test: order?.test ?? false,
    order,
    parentTransaction: () => parent && toTransaction(store, parent),
    manuallyCapturable: transaction.kind === "AUTHORIZATION" && transaction.status === "SUCCESS",
    multiCapturable: false,
    manualPaymentGateway: transaction.gateway === "manual" || transaction.gateway === "bank_deposit",
    settlementCurrency: order?.currency,
    maximumRefundableV2: order && toMoneyBag(Math.max(0, transaction.cents - refunded), order).shopMoney,
    totalUnsettledSet: order && toMoneyBag(0, order),
    receiptJson: {},
  };
};
