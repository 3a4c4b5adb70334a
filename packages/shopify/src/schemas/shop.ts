import { z } from "zod";
import { idOf, openEnum, present, timestamp } from "./common.js";

/** The shop itself. */
export const Shop = z.object({
  id: idOf("Shop"),
  name: z.string(),
  host: z.string().describe("Permanent host, e.g. acme.myshopify.com"),
  primaryUrl: z.string().describe("Address of the online store"),
  email: z.string().optional(),
  contactEmail: z.string().optional(),
  ownerName: z.string().optional(),
  currencyCode: z.string().describe("ISO 4217; amounts of the shop are in it"),
  presentmentCurrencies: z.array(z.string()).describe("Currencies buyers may pay in"),
  timezone: z.string().describe("IANA name, e.g. Europe/Berlin"),
  weightUnit: openEnum(["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"]),
  unitSystem: openEnum(["METRIC_SYSTEM", "IMPERIAL_SYSTEM"]),
  taxesIncluded: z.boolean().describe("Whether prices include taxes"),
  plan: z.object({ name: z.string(), isPlus: z.boolean(), isDevelopment: z.boolean() }),
  countryCode: z.string().optional(),
  limits: z.object({ locations: z.number(), variantsPerProduct: z.number(), optionsPerProduct: z.number() }),
  createdAt: timestamp,
});
/** The shop itself. */
export type Shop = z.infer<typeof Shop>;

/** `Shop`. */
export const ShopWire = z.object({
  id: z.string(),
  name: z.string(),
  myshopifyDomain: z.string(),
  url: z.string(),
  email: z.string().nullish(),
  contactEmail: z.string().nullish(),
  shopOwnerName: z.string().nullish(),
  currencyCode: z.string(),
  enabledPresentmentCurrencies: z.array(z.string()),
  ianaTimezone: z.string(),
  weightUnit: z.string(),
  unitSystem: z.string(),
  taxesIncluded: z.boolean(),
  plan: z.object({ publicDisplayName: z.string(), shopifyPlus: z.boolean(), partnerDevelopment: z.boolean() }),
  shopAddress: z.object({ countryCodeV2: z.string().nullish() }).nullish(),
  resourceLimits: z.object({
    locationLimit: z.number(),
    maxProductVariants: z.number(),
    maxProductOptions: z.number(),
  }),
  createdAt: z.string(),
});

/** Selection that {@link ShopWire} reads. */
export const shopFields = `
  id name myshopifyDomain url email contactEmail shopOwnerName
  currencyCode enabledPresentmentCurrencies ianaTimezone weightUnit unitSystem taxesIncluded
  plan { publicDisplayName shopifyPlus partnerDevelopment }
  shopAddress { countryCodeV2 }
  resourceLimits { locationLimit maxProductVariants maxProductOptions }
  createdAt`;

/** `Shop` as we promise it. */
export const toShop = (shop: z.output<typeof ShopWire>): Shop => ({
  id: shop.id,
  name: shop.name,
  host: shop.myshopifyDomain,
  primaryUrl: shop.url,
  ...present({
    email: shop.email,
    contactEmail: shop.contactEmail,
    ownerName: shop.shopOwnerName,
    countryCode: shop.shopAddress?.countryCodeV2,
  }),
  currencyCode: shop.currencyCode,
  presentmentCurrencies: shop.enabledPresentmentCurrencies,
  timezone: shop.ianaTimezone,
  weightUnit: shop.weightUnit,
  unitSystem: shop.unitSystem,
  taxesIncluded: shop.taxesIncluded,
  plan: {
    name: shop.plan.publicDisplayName,
    isPlus: shop.plan.shopifyPlus,
    isDevelopment: shop.plan.partnerDevelopment,
  },
  limits: {
    locations: shop.resourceLimits.locationLimit,
    variantsPerProduct: shop.resourceLimits.maxProductVariants,
    optionsPerProduct: shop.resourceLimits.maxProductOptions,
  },
  createdAt: shop.createdAt,
});
