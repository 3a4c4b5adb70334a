// A child process that answers every request with one canned page of products: the same bytes for every candidate.
import { createServer } from "node:http";

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

const page = {
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
};
const body = Buffer.from(JSON.stringify(page));
const headers = {
  "content-type": "application/json; charset=utf-8",
  "content-length": body.length,
  "x-request-id": "5f1f4c3e-0000-4000-8000-000000000000",
  "x-shopify-api-version": "2026-10",
};

const server = createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => response.writeHead(200, headers).end(body));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port, bytes: body.length }));
process.on("disconnect", () => process.exit(0));
