import type { Context } from "../context.js";
import type { Customer } from "../records/customers.js";
import { customerByIdentifier, ordersOfCustomer } from "../resolvers/customers.js";
import { type Fields, userError } from "../resolvers/fields.js";
import { findByCustomId } from "../resolvers/metafields.js";
import { toShop } from "../resolvers/shop.js";
import { customerBody, deletedBody } from "../webhook-bodies.js";
import { blankCustomer, type CustomerInput, problemsWithCustomer, writeCustomer } from "./customer-input.js";

const announce = ({ store, emit }: Context, customer: Customer, what: "CREATE" | "UPDATE") =>
  emit({ topic: `CUSTOMERS_${what}`, body: () => customerBody(store, customer) });

/** Adds a customer whose values were checked. */
export const addCustomer = (context: Context, input: CustomerInput): Customer => {
  const customer = blankCustomer(context.store);
  writeCustomer(context.store, customer, input);
  context.store.Customer.set(customer.id, customer);
  announce(context, customer, "CREATE");
  return customer;
};

const customerCreate = (_: unknown, { input }: { input: CustomerInput }, context: Context) => {
  const userErrors = [
    ...(input.id ? [userError(["id"], "Cannot specify ID on creation")] : []),
    ...problemsWithCustomer(context.store, input, undefined),
  ];
  return userErrors.length > 0
    ? { customer: null, userErrors }
    : { customer: addCustomer(context, input), userErrors: [] };
};

const customerUpdate = (_: unknown, { input }: { input: CustomerInput }, context: Context) => {
  const { store } = context;
  const customer = store.Customer.get(input.id ?? "");
  if (!customer) return { customer: null, userErrors: [userError(["id"], "Customer does not exist")] };
  const userErrors = [
    ...(input.emailMarketingConsent
      ? [
          userError(
            ["emailMarketingConsent"],
            "To update emailMarketingConsent, please use the customerEmailMarketingConsentUpdate Mutation instead",
          ),
        ]
      : []),
    ...(input.smsMarketingConsent
      ? [
          userError(
            ["smsMarketingConsent"],
            "To update smsMarketingConsent, please use the customerSmsMarketingConsentUpdate Mutation instead",
          ),
        ]
      : []),
    ...problemsWithCustomer(store, input, customer),
  ];
  if (userErrors.length > 0) return { customer, userErrors };
  writeCustomer(store, customer, input);
  announce(context, customer, "UPDATE");
  return { customer, userErrors: [] };
};

interface SetIdentifier {
  readonly id?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string } | null;
}

const customerSet = (
  _: unknown,
  { identifier, input }: { identifier?: SetIdentifier | null; input: CustomerInput },
  context: Context,
) => {
  const { store } = context;
  const existing = identifier
    ? (customerByIdentifier(store, { ...identifier, customId: undefined }) ??
      (identifier.customId ? store.Customer.get(findByCustomId(store, identifier.customId) ?? "") : undefined))
    : undefined;
  if (identifier?.id && !existing)
    return { customer: null, userErrors: [userError(["input", "id"], "Customer does not exist", "NOT_FOUND")] };
  const wanted = {
    ...(identifier?.email && { email: identifier.email }),
    ...(identifier?.phone && { phone: identifier.phone }),
    ...input,
  };
  const userErrors = problemsWithCustomer(store, wanted, existing).map(({ field, message }) =>
    userError(field && ["input", ...field], message, /taken/.test(message) ? "TAKEN" : "INVALID"),
  );
  if (userErrors.length > 0) return { customer: null, userErrors };
  if (!existing) return { customer: addCustomer(context, wanted), userErrors: [] };
  writeCustomer(store, existing, wanted);
  announce(context, existing, "UPDATE");
  return { customer: existing, userErrors: [] };
};

const customerDelete = (_: unknown, { input: { id } }: { input: { id: string } }, context: Context) => {
  const { store, emit } = context;
  const refuse = (message: string) => ({
    deletedCustomerId: null,
    shop: toShop(context),
    userErrors: [userError(["id"], message)],
  });
  if (!store.Customer.has(id)) return refuse("Customer can't be found");
  if (ordersOfCustomer(store, id).length > 0)
    return refuse("Customer can’t be deleted because they have associated orders");
  store.Customer.delete(id);
  emit({ topic: "CUSTOMERS_DELETE", body: () => deletedBody(id) });
  return { deletedCustomerId: id, shop: toShop(context), userErrors: [] };
};

/** Makes, changes and deletes customers. */
export const customerChanges = { customerCreate, customerUpdate, customerSet, customerDelete } as Fields<unknown>;
