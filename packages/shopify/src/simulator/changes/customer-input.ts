import type { Customer } from "../records/customers.js";
import { normalizeTags, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { type Store, touch } from "../state.js";
import { type AddressInput, toAddress } from "./addresses.js";

interface Consent {
  readonly marketingState: string;
  readonly marketingOptInLevel?: string | null;
  readonly consentUpdatedAt?: string | null;
}

/** A customer as its mutations take it. */
export interface CustomerInput {
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

/** What keeps a customer from being saved. */
export const problemsWithCustomer = (
  store: Store,
  input: CustomerInput,
  existing: Customer | undefined,
): readonly UserError[] => {
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

/** A customer of whom nothing is known yet. */
export const blankCustomer = (store: Store): Customer => ({
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

/** Changes what the input names and leaves the rest. */
export const writeCustomer = (store: Store, customer: Customer, input: CustomerInput): void => {
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
