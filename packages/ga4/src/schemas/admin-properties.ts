import { z } from "zod";
import { enumWord, present, text } from "./common.js";

/** A property as upstream sends it. */
export const PropertyWire = z.object({
  name: z.string(),
  displayName: text,
  parent: text,
  account: text,
  propertyType: text,
  serviceLevel: text,
  industryCategory: text,
  timeZone: text,
  currencyCode: text,
  createTime: text,
  updateTime: text,
  deleteTime: text,
  expireTime: text,
});

/** A property: what reports are about. */
export const Property = z.object({
  name: z.string().describe("Resource name: properties/…"),
  title: z.string().optional(),
  parent: z.string().optional(),
  account: z.string().optional(),
  type: z.string().optional().describe("ORDINARY, SUBPROPERTY or ROLLUP"),
  serviceLevel: z.string().optional().describe("STANDARD or 360"),
  industryCategory: z.string().optional(),
  timeZone: z.string().optional().describe("Days of reports begin and end by it"),
  currencyCode: z.string().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  deletedAt: z.string().optional().describe("Put in the trash then"),
  expiresAt: z.string().optional().describe("Gone for good then"),
});
/** A property. */
export type Property = z.infer<typeof Property>;

/** `Property`. */
export const toProperty = (wire: z.infer<typeof PropertyWire>): Property => ({
  name: wire.name,
  ...present({
    title: wire.displayName,
    parent: wire.parent,
    account: wire.account,
    type: enumWord(wire.propertyType, "PROPERTY_TYPE_"),
    serviceLevel: enumWord(wire.serviceLevel, "GOOGLE_ANALYTICS_"),
    industryCategory: enumWord(wire.industryCategory),
    timeZone: wire.timeZone,
    currencyCode: wire.currencyCode,
    createdAt: wire.createTime,
    updatedAt: wire.updateTime,
    deletedAt: wire.deleteTime,
    expiresAt: wire.expireTime,
  }),
});

/** How long a property keeps data, as upstream sends it. */
export const DataRetentionWire = z.object({
  name: text,
  eventDataRetention: text,
  userDataRetention: text,
  resetUserDataOnNewActivity: z.boolean().nullish(),
});

/** How long a property keeps what it knows of single users. Reports of sums are not concerned. */
export const DataRetention = z.object({
  eventData: z.string().optional().describe("TWO_MONTHS, FOURTEEN_MONTHS, … FIFTY_MONTHS"),
  userData: z.string().optional(),
  resetOnNewActivity: z.boolean(),
});

/** `DataRetention`. */
export const toDataRetention = (wire: z.infer<typeof DataRetentionWire>): z.infer<typeof DataRetention> => ({
  resetOnNewActivity: wire.resetUserDataOnNewActivity ?? false,
  ...present({ eventData: enumWord(wire.eventDataRetention), userData: enumWord(wire.userDataRetention) }),
});

/** A link to Google Ads as upstream sends it. */
export const GoogleAdsLinkWire = z.object({
  name: z.string(),
  customerId: text,
  canManageClients: z.boolean().nullish(),
  adsPersonalizationEnabled: z.boolean().nullish(),
  createTime: text,
  updateTime: text,
});

/** A link to a Google Ads account. */
export const GoogleAdsLink = z.object({
  name: z.string().describe("Resource name: properties/…/googleAdsLinks/…"),
  customerId: z.string().optional(),
  isManager: z.boolean().describe("The Ads account manages others"),
  adsPersonalization: z.boolean().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
});

/** `GoogleAdsLink`. The e-mail address of whoever made it is left out. */
export const toGoogleAdsLink = (wire: z.infer<typeof GoogleAdsLinkWire>): z.infer<typeof GoogleAdsLink> => ({
  name: wire.name,
  isManager: wire.canManageClients ?? false,
  ...present({
    customerId: wire.customerId,
    adsPersonalization: wire.adsPersonalizationEnabled,
    createdAt: wire.createTime,
    updatedAt: wire.updateTime,
  }),
});
