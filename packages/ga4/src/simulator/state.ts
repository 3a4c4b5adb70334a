import { products, site } from "./seed/shop.js";

/** A resource of the Admin API as it goes over the wire. */
export interface Resource {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** Events that arrived by the Measurement Protocol. */
export interface CollectedEvent {
  readonly name: string;
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** Work that goes on beside calls: an export of an audience, a report task. */
export interface LongWork {
  readonly resource: Resource;
  readonly readyAtMs: number;
  /** What the finished work gives. */
  readonly result: unknown;
}

/** One property and what hangs on it. */
export interface PropertyState {
  property: Resource;
  dataStreams: Resource[];
  secrets: Resource[];
  keyEvents: Resource[];
  customDimensions: Resource[];
  customMetrics: Resource[];
  googleAdsLinks: Resource[];
  audiences: Resource[];
  annotations: Resource[];
  retention: Resource;
  readonly audienceExports: LongWork[];
  readonly reportTasks: LongWork[];
  readonly collected: CollectedEvent[];
  keyEventNames(): ReadonlySet<string>;
}

/** Everything that calls can change. */
export interface SimulatorState {
  readonly accounts: Resource[];
  readonly properties: Map<string, PropertyState>;
  /** Newest first. */
  readonly changes: Resource[];
  /** Accesses by API: who, and how often. */
  readonly accesses: Map<string, number>;
  /** The next id of whatever is made. */
  nextId(): string;
}

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

const seedProperty = (): PropertyState => {
  const own = (collection: string, id: string | number): string => `properties/${site.propertyId}/${collection}/${id}`;
  const stream = own("dataStreams", site.streamId);
  return {
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
  };
};
