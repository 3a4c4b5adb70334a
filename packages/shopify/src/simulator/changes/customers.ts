import type { Context } from "../context.js";
import type { Customer } from "../records.js";
import { customerByIdentifier, ordersOfCustomer } from "../resolvers/customers.js";
import { type Fields, normalizeTags, type UserError, userError } from "../resolvers/fields.js";
import { findByCustomId, writeMetafield } from "../resolvers/metafields.js";
import { toShop } from "../resolvers/shop.js";
import { type Store, touch } from "../state.js";
import { customerBody, deletedBody } from "../webhook-bodies.js";
import { type AddressInput, toAddress } from "./addresses.js";

interface Consent {
  readonly marketingState: string;
  readonly marketingOptInLevel?: string | null;
  readonly consentUpdatedAt?: string | null;
}

interface CustomerInput {
  readonly id?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly locale?: string | null;
  readonly note?: string | null;
  readonly tags?: readonly string[] | null;
  readonly taxExempt?: boolean | null;
  readonly taxExemptions?: readonly string[] | null;
  readonly addresses?: readonly AddressInput[] | null;
  readonly emailMarketingConsent?: Consent | null;
  readonly smsMarketingConsent?: Consent | null;
  readonly metafields?:
    | readonly { readonly namespace?: string; readonly key?: string; readonly type?: string; readonly value?: string }[]
    | null;
}

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text);
const isPhone = (text: string) => /^\+?[\d\s()/.-]{6,20}$/.test(text);
/** Phones are kept in E.164; a leading zero means Germany here. */
const normalizePhone = (text: string) =>
  text
    .replaceAll(/[^\d+]/g, "")
    .replace(/^00/, "+")
    .replace(/^0/, "+49");

const problemsWith = (store: Store, input: CustomerInput, existing: Customer | undefined): readonly UserError[] => {
  const email = input.email?.trim().toLowerCase();
  const phone = input.phone ? normalizePhone(input.phone) : undefined;
  const others = [...store.Customer.values()].filter(({ id }) => id !== existing?.id);
  const after = {
    firstName: existing?.firstName,
    lastName: existing?.lastName,
    email: existing?.email,
    phone: existing?.phone,
    ...input,
  };
  return [
    ...(!after.firstName && !after.lastName && !after.email && !after.phone
      ? [userError(null, "A name, phone number, or email address must be present")]
      : []),
    ...(email && !isEmail(email) ? [userError(["email"], "Email is invalid")] : []),
    ...(email && others.some((other) => other.email?.toLowerCase() === email)
      ? [userError(["email"], "Email has already been taken")]
      : []),
    ...(input.phone && !isPhone(input.phone) ? [userError(["phone"], "Phone is invalid")] : []),
    ...(phone && others.some((other) => other.phone === phone)
      ? [userError(["phone"], "Phone has already been taken")]
      : []),
    ...((input.note?.length ?? 0) > 5000 ? [userError(["note"], "Note is too long (maximum is 5000 characters)")] : []),
    ...((input.firstName?.length ?? 0) > 255
      ? [userError(["firstName"], "First name is too long (maximum is 255 characters)")]
      : []),
    ...(input.emailMarketingConsent && !after.email
      ? [userError(["emailMarketingConsent"], "An email address is required to set the email marketing consent state.")]
      : []),
    ...(input.smsMarketingConsent && !after.phone
      ? [userError(["smsMarketingConsent"], "A phone number is required to set the SMS consent state.")]
      : []),
  ];
};

const blank = (store: Store): Customer => ({
  ...store.mint("Customer"),
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  locale: "de",
  note: null,
  state: "DISABLED",
  tags: [],
  taxExempt: false,
  taxExemptions: [],
  verifiedEmail: true,
  emailMarketing: { state: "NOT_SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: null },
  smsMarketing: { state: "NOT_SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: null },
  addresses: [],
});

const write = (store: Store, customer: Customer, input: CustomerInput): void => {
  if (input.firstName !== undefined) customer.firstName = input.firstName;
  if (input.lastName !== undefined) customer.lastName = input.lastName;
  if (input.email !== undefined) customer.email = input.email?.trim() || null;
  if (input.phone !== undefined) customer.phone = input.phone ? normalizePhone(input.phone) : null;
  if (input.locale != null) customer.locale = input.locale;
  if (input.note !== undefined) customer.note = input.note;
  if (input.tags != null) customer.tags = normalizeTags(input.tags);
  if (input.taxExempt != null) customer.taxExempt = input.taxExempt;
  if (input.taxExemptions != null) customer.taxExemptions = [...input.taxExemptions];
  if (input.addresses != null)
    customer.addresses = input.addresses.flatMap(
      (each) => toAddress(store, { firstName: customer.firstName, lastName: customer.lastName, ...each }) ?? [],
    );
  if (input.emailMarketingConsent) customer.emailMarketing = toConsent(store, input.emailMarketingConsent);
  if (input.smsMarketingConsent) customer.smsMarketing = toConsent(store, input.smsMarketingConsent);
  for (const metafield of input.metafields ?? []) writeMetafield(store, customer.id, metafield);
  touch(store, customer);
};

const toConsent = (store: Store, { marketingState, marketingOptInLevel, consentUpdatedAt }: Consent) => ({
  state: marketingState,
  optInLevel: marketingOptInLevel ?? "SINGLE_OPT_IN",
  updatedAt: consentUpdatedAt ? Date.parse(consentUpdatedAt) : store.clock.now(),
});

const announce = ({ store, emit }: Context, customer: Customer, what: "CREATE" | "UPDATE") =>
  emit({ topic: `CUSTOMERS_${what}`, body: () => customerBody(store, customer) });

/** Adds a customer whose values were checked. */
export const addCustomer = (context: Context, input: CustomerInput): Customer => {
  const customer = blank(context.store);
  write(context.store, customer, input);
  context.store.Customer.set(customer.id, customer);
  announce(context, customer, "CREATE");
  return customer;
};

const customerCreate = (_: unknown, { input }: { input: CustomerInput }, context: Context) => {
  const userErrors = [
    ...(input.id ? [userError(["id"], "Cannot specify ID on creation")] : []),
    ...problemsWith(context.store, input, undefined),
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
    ...problemsWith(store, input, customer),
  ];
  if (userErrors.length > 0) return { customer, userErrors };
  write(store, customer, input);
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
  const userErrors = problemsWith(store, wanted, existing).map(({ field, message }) =>
    userError(field && ["input", ...field], message, /taken/.test(message) ? "TAKEN" : "INVALID"),
  );
  if (userErrors.length > 0) return { customer: null, userErrors };
  if (!existing) return { customer: addCustomer(context, wanted), userErrors: [] };
  write(store, existing, wanted);
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
