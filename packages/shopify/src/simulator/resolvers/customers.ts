import { type ListArguments, type Listing, searchRows, textKey, toCount, toListing } from "../listing.js";
import { toMoney } from "../money.js";
import { netPayment } from "../order-math.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Address } from "../records/common.js";
import type { Customer } from "../records/customers.js";
import type { Order } from "../records/orders.js";
import { shopCurrency } from "../seed/company.js";
import type { Store } from "../state.js";
import { type Fields, legacyId } from "./fields.js";
import { findByCustomId, metafieldFields, metafieldTerms } from "./metafields.js";
import { orderListing } from "./order-search.js";

/** Orders of a customer, oldest first. */
export const ordersOfCustomer = (store: Store, id: string): readonly Order[] => store.ordersByCustomer.get(id) ?? [];

const spent = (store: Store, id: string) =>
  ordersOfCustomer(store, id).reduce((sum, order) => sum + netPayment(store, order), 0);

/** As the admin shows a customer: name, else e-mail, else phone. */
const displayName = ({ firstName, lastName, email, phone }: Customer): string =>
  [firstName, lastName].filter(Boolean).join(" ") || email || phone || "";

const customerListing = (store: Store): Listing<Customer> => ({
  words: ["first_name", "last_name"],
  search: {
    default: ({ firstName, lastName, email, phone, addresses, tags }) => [
      firstName ?? "",
      lastName ?? "",
      email ?? "",
      phone ?? "",
      ...tags,
      ...addresses.flatMap(({ city, company }) => [city ?? "", company ?? ""]),
    ],
    id: ({ id }) => id,
    email: ({ email }) => email,
    phone: ({ phone }) => phone,
    first_name: ({ firstName }) => firstName,
    last_name: ({ lastName }) => lastName,
    state: ({ state }) => state.toLowerCase(),
    tag: ({ tags }) => tags,
    country: ({ addresses }) => addresses.flatMap(({ country, countryCode }) => [country ?? "", countryCode ?? ""]),
    accepts_marketing: ({ emailMarketing }) => emailMarketing.state === "SUBSCRIBED",
    orders_count: ({ id }) => ordersOfCustomer(store, id).length,
    total_spent: ({ id }) => spent(store, id) / 100,
    customer_date: ({ createdAt }) => createdAt,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    order_date: ({ id }) => ordersOfCustomer(store, id).map(({ createdAt }) => createdAt),
    metafields: ({ id }) => metafieldTerms(store, id),
  },
  sort: {
    NAME: ({ lastName, firstName }) => textKey(`${lastName ?? ""} ${firstName ?? ""}`),
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    LOCATION: ({ addresses }) => textKey(`${addresses[0]?.country ?? ""} ${addresses[0]?.city ?? ""}`),
  },
});

const marketingState = ({ state, optInLevel, updatedAt }: Customer["emailMarketing"]) => ({
  marketingState: state,
  marketingOptInLevel: optInLevel,
  marketingUpdatedAt: updatedAt,
});

const customer: Fields<Customer> = {
  ...legacyId,
  ...metafieldFields,
  displayName,
  canDelete: ({ id }, _, { store }) => ordersOfCustomer(store, id).length === 0,
  dataSaleOptOut: () => false,
  numberOfOrders: ({ id }, _, { store }) => String(ordersOfCustomer(store, id).length),
  amountSpent: ({ id }, _, { store }) => toMoney(spent(store, id), shopCurrency),
  lifetimeDuration: ({ createdAt }, _, { store }) =>
    `${Math.max(1, Math.round((store.clock.now() - createdAt) / 2_592_000_000))} months`,
  productSubscriberStatus: () => "NEVER_SUBSCRIBED",
  multipassIdentifier: () => null,
  defaultEmailAddress: ({ email, emailMarketing }, _, { settings }) =>
    email === null
      ? null
      : {
          ...marketingState(emailMarketing),
          emailAddress: email,
          marketingUnsubscribeUrl: `https://${settings.shopHost}/account/unsubscribe`,
          openTrackingLevel: "UNKNOWN",
          openTrackingUrl: `https://${settings.shopHost}/tools/emails/open`,
          validFormat: true,
        },
  defaultPhoneNumber: ({ phone, smsMarketing }) =>
    phone === null
      ? null
      : {
          ...marketingState(smsMarketing),
          phoneNumber: phone,
          marketingCollectedFrom: smsMarketing.updatedAt === null ? null : "OTHER",
        },
  emailMarketingConsent: ({ email, emailMarketing }) =>
    email === null
      ? null
      : {
          marketingState: emailMarketing.state,
          marketingOptInLevel: emailMarketing.optInLevel,
          consentUpdatedAt: emailMarketing.updatedAt,
        },
  smsMarketingConsent: ({ phone, smsMarketing }) =>
    phone === null
      ? null
      : {
          marketingState: smsMarketing.state,
          marketingOptInLevel: smsMarketing.optInLevel ?? "SINGLE_OPT_IN",
          consentUpdatedAt: smsMarketing.updatedAt,
          consentCollectedFrom: "OTHER",
        },
  defaultAddress: ({ addresses }) => addresses[0] ?? null,
  addresses: ({ addresses }, { first }: { first?: number }) => addresses.slice(0, first ?? undefined),
  addressesV2: ({ addresses }, args: PageArguments) =>
    toConnection(args.reverse ? addresses.toReversed() : addresses, args),
  orders: ({ id }, args: ListArguments, context, info) =>
    toListing(ordersOfCustomer(context.store, id), orderListing(context.store), args, context, info),
  lastOrder: ({ id }, _, { store }) => ordersOfCustomer(store, id).at(-1) ?? null,
  statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
  image: ({ id }) => ({
    id: null,
    altText: null,
    width: null,
    height: null,
    url: `https://cdn.shopify.com/avatars/${encodeURIComponent(id)}.png`,
  }),
};

const address: Fields<Address> = {
  name: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(" "),
  countryCodeV2: ({ countryCode }) => countryCode ?? null,
  countryCode: ({ countryCode }) => countryCode ?? null,
  formattedArea: ({ city, country }) => [city, country].filter(Boolean).join(", "),
  formatted: (source, { withName, withCompany = true }: { withName?: boolean; withCompany?: boolean }) =>
    [
      withName ? [source.firstName, source.lastName].filter(Boolean).join(" ") : "",
      withCompany ? source.company : "",
      source.address1,
      source.address2,
      [source.zip, source.city].filter(Boolean).join(" "),
      source.country,
    ].filter((line): line is string => Boolean(line)),
  coordinatesValidated: () => false,
  validationResultSummary: () => "NO_ISSUES",
};

interface CustomerIdentifier {
  readonly id?: string | null;
  readonly emailAddress?: string | null;
  readonly phoneNumber?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string } | null;
}

/** The customer an identifier names; e-mail without regard to case. */
export const customerByIdentifier = (
  store: Store,
  { id, emailAddress, phoneNumber, email, phone, customId }: CustomerIdentifier,
): Customer | undefined => {
  const wantedEmail = (emailAddress ?? email)?.toLowerCase();
  const wantedPhone = phoneNumber ?? phone;
  if (id) return store.Customer.get(id);
  if (wantedEmail) return [...store.Customer.values()].find((each) => each.email?.toLowerCase() === wantedEmail);
  if (wantedPhone) return [...store.Customer.values()].find((each) => each.phone === wantedPhone);
  const ownerId = customId && findByCustomId(store, customId);
  return ownerId ? store.Customer.get(ownerId) : undefined;
};

const customersOf = (store: Store) => [...store.Customer.values()];

/** Customers and their addresses. */
export const customerResolvers = {
  Customer: customer,
  MailingAddress: address,
  QueryRoot: {
    customers: (_: unknown, args: ListArguments, context, info) =>
      toListing(customersOf(context.store), customerListing(context.store), args, context, info),
    customersCount: (_: unknown, { query, limit }: { query?: string | null; limit?: number | null }, context, info) =>
      toCount(
        searchRows(customersOf(context.store), customerListing(context.store), query, context, info).length,
        limit,
      ),
    customer: (_: unknown, { id }: { id: string }, { store }) => store.Customer.get(id),
    customerByIdentifier: (_: unknown, { identifier }: { identifier: CustomerIdentifier }, { store }) =>
      customerByIdentifier(store, identifier),
  } satisfies Fields<unknown>,
};
