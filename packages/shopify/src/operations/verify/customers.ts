import type { PastWrite, Verification, VerifyingCall } from "@trunkline/core";
import { verdictOf } from "@trunkline/core";
import type { Customer } from "../../schemas/customers.js";
import { getCustomer } from "../customers-read.js";
import { orNothing } from "./found.js";

/** E-mail and phone are unique in the shop. */
export const findCreatedCustomer = async (
  call: VerifyingCall,
  write: PastWrite<{ readonly email?: string | undefined; readonly phone?: string | undefined }>,
): Promise<Verification<Customer>> => {
  const { email, phone } = write.input;
  if (email === undefined && phone === undefined)
    return { outcome: "unknown", reason: "without e-mail and phone the customer cannot be told from others" };
  const customer = await orNothing(call.run(getCustomer, email === undefined ? { phone } : { email }));
  return verdictOf(customer ? [{ data: customer, madeAt: customer.createdAt }] : [], write);
};
