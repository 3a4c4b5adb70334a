import type { PropertyState, SimulatorState } from "../state.js";
import { products, site } from "./shop.js";

const created = "2025-07-18T09:00:00.000Z";

/** The state at the beginning. */
export const seedState = (): SimulatorState => {
  let id = 9_000;
  return {
    accounts: [
      {
        name: `accounts/${site.accountId}`,
        displayName: site.accountName,
        regionCode: "DE",
        createTime: created,
        updateTime: created,
      },
      {
        name: "accounts/100200301",
        displayName: "Nordlicht Archiv",
        regionCode: "DE",
        createTime: created,
        updateTime: created,
      },
    ],
    properties: new Map([[site.propertyId, seedProperty()]]),
    changes: [],
    accesses: new Map(),
    nextId: () => String(++id),
  };
};

/** Resource name of something below the property. */
const own = (collection: string, id: string | number): string => `properties/${site.propertyId}/${collection}/${id}`;

const seedProperty = (): PropertyState => ({
  property: {
    name: `properties/${site.propertyId}`,
    parent: `accounts/${site.accountId}`,
    account: `accounts/${site.accountId}`,
    displayName: site.propertyName,
    industryCategory: "FOOD_AND_DRINK",
    timeZone: site.timeZone,
    currencyCode: site.currency,
    serviceLevel: "GOOGLE_ANALYTICS_STANDARD",
    propertyType: "PROPERTY_TYPE_ORDINARY",
    createTime: created,
    updateTime: created,
  },
  ...streams(),
  ...definitions(),
  ...groups(),
  retention: {
    name: `properties/${site.propertyId}/dataRetentionSettings`,
    eventDataRetention: "FOURTEEN_MONTHS",
    userDataRetention: "FOURTEEN_MONTHS",
    resetUserDataOnNewActivity: true,
  },
  audienceExports: [],
  reportTasks: [],
  collected: [],
  keyEventNames() {
    return new Set(this.keyEvents.map(({ eventName }) => String(eventName)));
  },
});

const streams = (): Pick<PropertyState, "dataStreams" | "secrets"> => {
  const stream = own("dataStreams", site.streamId);
  return {
    dataStreams: [
      {
        name: stream,
        type: "WEB_DATA_STREAM",
        displayName: "Laden im Netz",
        createTime: created,
        updateTime: created,
        webStreamData: { measurementId: site.measurementId, defaultUri: site.url },
      },
    ],
    secrets: [
      { name: `${stream}/measurementProtocolSecrets/71`, displayName: "Kasse", secretValue: "simulator-mp-secret" },
    ],
  };
};

const definitions = (): Pick<PropertyState, "keyEvents" | "customDimensions" | "customMetrics"> => ({
  keyEvents: ["purchase", "sign_up"].map((eventName, index) => ({
    name: own("keyEvents", 300 + index),
    eventName,
    createTime: created,
    countingMethod: "ONCE_PER_EVENT",
    ...(eventName === "sign_up" && { custom: true, deletable: true }),
  })),
  customDimensions: [
    {
      name: own("customDimensions", 401),
      parameterName: "tea_type",
      displayName: "Tea type",
      scope: "EVENT",
      description: "Kind of tea looked at",
    },
  ],
  customMetrics: [
    {
      name: own("customMetrics", 501),
      parameterName: "steep_seconds",
      displayName: "Steeping time",
      measurementUnit: "SECONDS",
      scope: "EVENT",
    },
  ],
});

const groups = (): Pick<PropertyState, "googleAdsLinks" | "audiences" | "annotations"> => ({
  googleAdsLinks: [
    {
      name: own("googleAdsLinks", 601),
      customerId: "5551234567",
      adsPersonalizationEnabled: true,
      createTime: created,
      updateTime: created,
      creatorEmailAddress: site.owner,
    },
  ],
  audiences: [
    {
      name: own("audiences", 701),
      displayName: "Alle Nutzer",
      description: "All users",
      membershipDurationDays: 30,
      createTime: created,
    },
    {
      name: own("audiences", 702),
      displayName: "Käufer",
      description: "Users who bought something",
      membershipDurationDays: 540,
      adsPersonalizationEnabled: true,
      createTime: created,
    },
  ],
  annotations: [
    {
      name: own("reportingDataAnnotations", 801),
      title: "Teebrief zum Advent",
      annotationDate: { year: 2026, month: 11, day: 12 },
      color: "GREEN",
    },
    {
      name: own("reportingDataAnnotations", 802),
      title: "Zählung ausgefallen",
      description: `Seite ${products[0]?.handle ?? "/"} ohne Tag`,
      annotationDateRange: { startDate: { year: 2026, month: 9, day: 8 }, endDate: { year: 2026, month: 9, day: 9 } },
      color: "RED",
      systemGenerated: true,
    },
  ],
});
