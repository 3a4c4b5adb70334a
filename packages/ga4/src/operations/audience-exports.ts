import { decode, defineOperation, readAll, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { tokensOf } from "../quotas.js";
import {
  AudienceExport,
  AudienceExportWire,
  begunBy,
  OperationWire,
  toAudienceExport,
} from "../schemas/audience-exports.js";
import { listOf, nextCursor, nextToken, propertyInput, text, tokenPage } from "../schemas/common.js";
import { decodeOffset, nextOffset, offsetCursor } from "../wire/cursor.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName, resourceInput } from "../wire/names.js";

const docs = (method: string) => dataDocs(`properties.audienceExports/${method}`);
const acknowledged = z
  .literal(true)
  .describe("True: the caller knows that the rows identify users or devices, and may handle them");

/** Exports there are. */
const listAudienceExports = defineOperation({
  id: "ga4.audienceExports.list",
  summary: "List the audience exports of a property with their state",
  docs: docs("list"),
  effect: "read",
  input: z.object({
    ...propertyInput,
    limit: z.number().int().min(1).max(1_000).default(200).describe("Items per page"),
    cursor: z.string().min(1).max(4_096).optional().describe("nextCursor of the previous page"),
  }),
  output: z.object({ audienceExports: z.array(AudienceExport), nextCursor }),
  pagination: { items: "audienceExports" },
  scopes: [readScope],
  keywords: ["segments", "user lists", "remarketing", "snapshot"],
  examples: [{ title: "Is there an export already?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: dataPath(`${propertyName(input, settings)}/audienceExports`),
    query: tokenPage(input),
  }),
  response: decode(
    z.object({ audienceExports: listOf(AudienceExportWire), nextPageToken: text }),
    ({ audienceExports, nextPageToken }) => ({
      audienceExports: (audienceExports ?? []).map(toAudienceExport),
      ...nextToken(nextPageToken),
    }),
  ),
  quota: tokensOf("core", 1),
  cache: { ttlMs: 60_000 },
});

/** State of one export. */
const getAudienceExport = defineOperation({
  id: "ga4.audienceExports.get",
  summary: "Get the state of an audience export",
  description: "About 15 minutes pass until it is ACTIVE.",
  docs: docs("get"),
  effect: "read",
  input: z.object({ name: resourceInput("audienceExports") }),
  output: AudienceExport,
  scopes: [readScope],
  keywords: ["progress", "ready", "segments", "user list"],
  examples: [{ title: "Is it ready?", input: { name: "properties/123456789/audienceExports/42" } }],
  request: ({ name }) => ({ method: "GET", path: dataPath(name) }),
  response: decode(AudienceExportWire, toAudienceExport),
  quota: tokensOf("core", 1),
  cache: { ttlMs: 15_000, staleIfErrorMs: 0 },
});

/** Makes a snapshot. */
const createAudienceExport = defineOperation({
  id: "ga4.audienceExports.create",
  summary: "Begin an export of the users that are in an audience now",
  description:
    "Takes many quota tokens, and asking twice makes two: look with ga4.audienceExports.list first. Audiences are listed by ga4.admin.audiences.list.",
  docs: docs("create"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...propertyInput,
    audience: resourceInput("audiences"),
    dimensions: z
      .array(z.enum(["deviceId", "userId", "isAdsPersonalizationAllowed", "isLimitedAdTracking"]))
      .min(1)
      .max(4),
    acknowledgeUserData: acknowledged,
  }),
  verify: {
    read: async (call, write) => {
      const { property, audience, dimensions } = write.input;
      const known = await readAll(call, listAudienceExports, { property, limit: 1_000 });
      const alike = known.filter(
        (one) => one.audience === audience && one.dimensions.toSorted().join() === dimensions.toSorted().join(),
      );
      return verdictOf(
        alike.map((data) => ({ data, madeAt: data.startedAt })),
        write,
      );
    },
  },
  output: AudienceExport,
  scopes: [readScope],
  keywords: ["segment", "user list", "snapshot", "members"],
  examples: [
    {
      title: "Export the buyers",
      input: { audience: "properties/123456789/audiences/7", dimensions: ["deviceId"], acknowledgeUserData: true },
    },
  ],
  request: (input, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(input, settings)}/audienceExports`),
    body: { audience: input.audience, dimensions: input.dimensions.map((dimensionName) => ({ dimensionName })) },
  }),
  response: decode(OperationWire(AudienceExportWire), (wire) =>
    toAudienceExport(begunBy(wire, "ga4.audienceExports.list")),
  ),
  quota: tokensOf("core", 100),
});

/** Users of a snapshot. */
const queryAudienceExport = defineOperation({
  id: "ga4.audienceExports.query",
  summary: "Read the users of an audience export, page by page",
  description: "Rows identify devices or users: personal data. CONFLICT means that the export is not ready yet.",
  docs: docs("query"),
  effect: "read",
  input: z.object({
    name: resourceInput("audienceExports"),
    acknowledgeUserData: acknowledged,
    limit: z.number().int().min(1).max(250_000).default(100).describe("Rows per page"),
    cursor: offsetCursor,
  }),
  output: z.object({
    export: AudienceExport.optional(),
    rows: z.array(z.array(z.string().nullable())).describe("Values in the order of export.dimensions; ids are text"),
    rowCount: z.number().int(),
    nextCursor,
  }),
  pagination: { items: "rows" },
  scopes: [readScope],
  keywords: ["members", "user ids", "device ids", "segment"],
  examples: [
    { title: "First users", input: { name: "properties/123456789/audienceExports/42", acknowledgeUserData: true } },
  ],
  request: ({ name, limit, cursor }) => ({
    method: "POST",
    path: dataPath(`${name}:query`),
    body: { limit, offset: decodeOffset(cursor) },
  }),
  response: decode(
    z.object({
      audienceExport: AudienceExportWire.nullish(),
      audienceRows: listOf(z.object({ dimensionValues: listOf(z.object({ value: text })) })),
      rowCount: z.number().int().min(0).nullish(),
    }),
    (wire, { input }: { input: { cursor?: string | undefined } }) => {
      const offset = decodeOffset(input.cursor);
      const rows = (wire.audienceRows ?? []).map(({ dimensionValues }) =>
        (dimensionValues ?? []).map(({ value }) => value ?? null),
      );
      const rowCount = wire.rowCount ?? 0;
      return {
        ...(wire.audienceExport && { export: toAudienceExport(wire.audienceExport) }),
        rows,
        rowCount: Math.max(rowCount, offset + rows.length),
        ...nextOffset(offset, rows.length, rowCount),
      };
    },
  ),
  quota: tokensOf("core", 1),
});

/** Branch `audienceExports` of the tree. */
export const audienceExports = {
  list: listAudienceExports,
  get: getAudienceExport,
  create: createAudienceExport,
  query: queryAudienceExport,
};
