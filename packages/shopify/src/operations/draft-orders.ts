import { getDraftOrder, listDraftOrders } from "./draft-orders-read.js";
import { complete, create, invoiceSend } from "./draft-orders-write.js";

/** Operations on draft orders. */
export const draftOrders = { list: listDraftOrders, get: getDraftOrder, create, complete, invoiceSend };
