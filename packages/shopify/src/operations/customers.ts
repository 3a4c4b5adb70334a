import { getCustomer, listCustomers } from "./customers-read.js";
import { create, update, upsert } from "./customers-write.js";

/** Operations on customers. */
export const customers = { list: listCustomers, get: getCustomer, create, update, upsert };
