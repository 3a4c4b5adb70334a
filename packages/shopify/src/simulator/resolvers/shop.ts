import { GraphQLError } from "graphql";
import type { Context } from "../context.js";
import { numericId, parseGid, toGid } from "../gid.js";
import { nordlichtTee, shopCurrency } from "../seed/company.js";
import { apiVersions } from "../versions.js";
import { discountById } from "./discounts.js";
import type { Fields } from "./fields.js";
import { findByGid, metafieldFields } from "./metafields.js";
import { toLine } from "./order-lines.js";
import { toRefund } from "./refunds.js";
import { toTransaction } from "./transactions.js";

const shopId = toGid("Shop", "61420000000037");

/** The shop as `shop` and many payloads give it. */
export const toShop = ({ settings }: Pick<Context, "settings">): object => ({
  __typename: "Shop",
  id: shopId,
  name: nordlichtTee.name,
  myshopifyDomain: settings.shopHost,
  primaryDomain: {
    __typename: "Domain",
    id: toGid("Domain", "81420000000074"),
    host: nordlichtTee.domain,
    url: nordlichtTee.siteUrl,
    sslEnabled: true,
  },
  email: nordlichtTee.email,
  contactEmail: nordlichtTee.email,
  description: "Tee aus Ostfriesland",
  currencyCode: shopCurrency,
  currencyFormats: {
    moneyFormat: "{{amount_with_comma_separator}} €",
    moneyInEmailsFormat: "{{amount_with_comma_separator}} €",
    moneyWithCurrencyFormat: "{{amount_with_comma_separator}} EUR",
    moneyWithCurrencyInEmailsFormat: "{{amount_with_comma_separator}} EUR",
  },
  enabledPresentmentCurrencies: ["CHF", "EUR"],
  ianaTimezone: nordlichtTee.timezone,
  timezoneAbbreviation: "CET",
  timezoneOffset: "+0100",
  timezoneOffsetMinutes: 60,
  plan: { displayName: "Basic", publicDisplayName: "Basic", partnerDevelopment: false, shopifyPlus: false },
  resourceLimits: { locationLimit: 10, maxProductOptions: 3, maxProductVariants: 2048, redirectLimitReached: false },
  shopAddress: shopAddress(),
  billingAddress: shopAddress(),
  shopOwnerName: nordlichtTee.owner,
  taxesIncluded: true,
  taxShipping: true,
  unitSystem: "METRIC_SYSTEM",
  weightUnit: "GRAMS",
  url: nordlichtTee.siteUrl,
  setupRequired: false,
  checkoutApiSupported: true,
  orderNumberFormatPrefix: "#",
  orderNumberFormatSuffix: "",
  shipsToCountries: ["AT", "CH", "DE"],
  features: { giftCards: true, harmonizedSystemCode: true, reports: true, storefront: true },
  createdAt: Date.parse("2019-03-04T09:00:00Z"),
  updatedAt: Date.parse("2026-11-01T09:00:00Z"),
});

const shopAddress = () => {
  const [{ address1, city, zip, province, provinceCode, phone }] = nordlichtTee.locations;
  return {
    id: toGid("ShopAddress", "61420000000111"),
    address1,
    address2: null,
    city,
    zip,
    province,
    provinceCode,
    phone,
    company: nordlichtTee.name,
    country: nordlichtTee.country,
    countryCodeV2: nordlichtTee.countryCode,
    formatted: [nordlichtTee.name, address1, `${zip} ${city}`, nordlichtTee.country],
  };
};

const toInstallation = ({ scopes, settings }: Context) => ({
  __typename: "AppInstallation",
  id: toGid("AppInstallation", "92420000000037"),
  launchUrl: `https://${settings.shopHost}/admin/apps/back-office`,
  accessScopes: [...scopes].sort().map((handle) => ({ handle, description: handle.replaceAll("_", " ") })),
  app: {
    __typename: "App",
    id: toGid("App", "12420000000037"),
    title: "Back office",
    handle: "back-office",
    apiKey: "simulator",
  },
});

/** Anything a gid names; nothing for ids that are unknown, also of kinds that are not kept. */
const findNode = (context: Context, gid: string): unknown => {
  const { store } = context;
  const type = parseGid(gid)?.type;
  switch (type) {
    case "Shop":
      return gid === shopId ? toShop(context) : null;
    case "DiscountNode":
      return discountById(store, gid) ?? null;
    case "DiscountCodeNode":
    case "DiscountAutomaticNode": {
      const source = discountById(store, gid);
      return source?.kind.startsWith(type.replace("Node", ""))
        ? { ...source, __typename: type, id: toGid(type, numericId(gid)), source }
        : null;
    }
    case "Refund": {
      const refund = store.Refund.get(gid);
      const order = refund && store.Order.get(refund.orderId);
      return refund && order ? toRefund(store, order, refund) : null;
    }
    case "OrderTransaction": {
      const found = [...store.Order.values()].flatMap(({ transactions }) => transactions).find(({ id }) => id === gid);
      return found ? toTransaction(store, found) : null;
    }
    case "LineItem": {
      const order = [...store.Order.values()].find(({ lines }) => lines.some(({ id }) => id === gid));
      const line = order?.lines.find(({ id }) => id === gid);
      return order && line ? toLine(store, order, line) : null;
    }
    default:
      return findByGid(store, gid) ?? null;
  }
};

const notServed = (field: string) => () => {
  throw new GraphQLError(`The simulator does not serve ${field}.`, { extensions: { code: "NOT_FOUND" } });
};

/** The shop, the app, versions and lookups by global id. */
export const shopResolvers = {
  Shop: metafieldFields as Fields<{ readonly id: string }>,
  QueryRoot: {
    shop: (_: unknown, __, context) => toShop(context),
    currentAppInstallation: (_: unknown, __, context) => toInstallation(context),
    appInstallation: (_: unknown, __, context) => toInstallation(context),
    publicApiVersions: () =>
      apiVersions.map(({ handle, displayName, supported }) => ({ handle, displayName, supported })),
    node: (_: unknown, { id }: { id: string }, context) => findNode(context, id),
    nodes: (_: unknown, { ids }: { ids: readonly string[] }, context) => ids.map((id) => findNode(context, id)),
    job: (_: unknown, { id }: { id: string }, { store }) => store.Job.get(id) ?? { __typename: "Job", id, done: true },
    productOperation: notServed("productOperation"),
  } satisfies Fields<unknown>,
  Job: { query: () => ({}) } as Fields<unknown>,
};
