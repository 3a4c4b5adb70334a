/** A page of 50 products, as Shopify sends it. */
const productPage = () => ({
  data: {
    products: {
      nodes: Array.from({ length: 50 }, (_, index) => product(index)),
      pageInfo: { hasNextPage: true, endCursor: "eyJsYXN0X2lkIjoxfQ==" },
    },
  },
  extensions: {
    cost: {
      requestedQueryCost: 13,
      actualQueryCost: 11,
      throttleStatus: { maximumAvailable: 1e9, currentlyAvailable: 1e9, restoreRate: 1e8 },
    },
  },
});

const product = (number) => ({
  id: `gid://shopify/Product/83972575${String(number).padStart(5, "0")}`,
  title: `Darjeeling ${number}`,
  handle: `darjeeling-${number}`,
  status: "ACTIVE",
  vendor: "Nordlicht Tee",
  productType: "Black tea",
  tags: ["tea", "black", "organic"],
  totalInventory: number,
  createdAt: "2026-01-02T03:04:05Z",
  updatedAt: "2026-11-01T03:04:05Z",
  publishedAt: "2026-01-02T03:04:05Z",
  priceRangeV2: {
    minVariantPrice: { amount: "9.9", currencyCode: "EUR" },
    maxVariantPrice: { amount: "39.0", currencyCode: "EUR" },
  },
  variantsCount: { count: 3, precision: "EXACT" },
  featuredMedia: null,
});

const rows = (make) => Array.from({ length: 1_000 }, (_, index) => make(index));
const pageOf = (index) => `/products/darjeeling-${index % 137}`;

/** A thousand rows by query and page, as Search Console sends them. */
const searchRows = () => ({
  rows: rows((index) => ({
    keys: [`darjeeling first flush ${index}`, `https://nordlicht-tee.example${pageOf(index)}`],
    clicks: 2_000 - index,
    impressions: 31_000 - 7 * index,
    ctr: (2_000 - index) / (31_000 - 7 * index),
    position: 1 + index / 97,
  })),
  responseAggregationType: "byPage",
});

const left = (consumed, remaining) => ({ consumed, remaining });

/** A thousand rows with two dimensions and three metrics, as the Data API sends them. */
const reportRows = () => ({
  dimensionHeaders: [{ name: "landingPage" }, { name: "sessionSourceMedium" }],
  metricHeaders: [
    { name: "sessions", type: "TYPE_INTEGER" },
    { name: "totalUsers", type: "TYPE_INTEGER" },
    { name: "purchaseRevenue", type: "TYPE_CURRENCY" },
  ],
  rows: rows((index) => ({
    dimensionValues: [
      { value: pageOf(index) },
      { value: index % 3 === 0 ? "google / organic" : `partner-${index} / referral` },
    ],
    metricValues: [{ value: String(4_000 - index) }, { value: String(3_100 - index) }, { value: String(index * 1.25) }],
  })),
  rowCount: 1_000,
  metadata: { currencyCode: "EUR", timeZone: "Europe/Berlin" },
  propertyQuota: {
    tokensPerDay: left(10, 199_990),
    tokensPerHour: left(10, 39_990),
    concurrentRequests: left(0, 10),
    serverErrorsPerProjectPerHour: left(0, 10),
    potentiallyThresholdedRequestsPerHour: left(0, 120),
    tokensPerProjectPerHour: left(10, 13_990),
  },
  kind: "analyticsData#runReport",
});

/** What the loopback upstream can answer with, by name. */
export const cannedReplies = {
  products: {
    body: productPage,
    headers: { "x-request-id": "5f1f4c3e-0000-4000-8000-000000000000", "x-shopify-api-version": "2026-10" },
  },
  search: { body: searchRows, headers: {} },
  report: { body: reportRows, headers: {} },
};
