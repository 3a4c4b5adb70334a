import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead } from "../quotas.js";
import { DataStream, DataStreamWire, toDataStream } from "../schemas/admin-streams.js";
import { nextCursor, present, propertyInput, text, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { propertyName, resourceInput } from "../wire/names.js";
import { decodeList } from "./admin-list.js";
import { adminCacheMs } from "./report-facts.js";

const scopes = [[readScope, editScope]];

/** Streams. */
export const listDataStreams = defineOperation({
  id: "ga4.admin.dataStreams.list",
  summary: "List the data streams of a property: sites and apps with their measurement ids",
  docs: adminDocs("properties.dataStreams/list"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ dataStreams: z.array(DataStream), nextCursor }),
  pagination: { items: "dataStreams" },
  scopes,
  keywords: ["measurement id", "tag", "website", "app", "G-"],
  examples: [{ title: "Which measurement id belongs to the site?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/dataStreams`),
    query: tokenPage(input),
  }),
  response: decodeList("dataStreams", DataStreamWire, toDataStream),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** One stream. */
export const getDataStream = defineOperation({
  id: "ga4.admin.dataStreams.get",
  summary: "Get one data stream",
  docs: adminDocs("properties.dataStreams/get"),
  effect: "read",
  input: z.object({ name: resourceInput("dataStreams") }),
  output: DataStream,
  scopes,
  keywords: ["measurement id", "tag", "website", "app"],
  examples: [{ title: "One stream", input: { name: "properties/123456789/dataStreams/5" } }],
  request: ({ name }) => ({ method: "GET", path: adminUrl(name) }),
  response: decode(DataStreamWire, toDataStream),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** That there are secrets, never what they are. Google would tell a reader their values. */
export const listMeasurementProtocolSecrets = defineOperation({
  id: "ga4.admin.measurementProtocolSecrets.list",
  summary: "List the Measurement Protocol secrets of a data stream by name",
  description: "The values never come through: whoever has one can send events that cannot be removed.",
  docs: adminDocs("properties.dataStreams.measurementProtocolSecrets/list"),
  effect: "read",
  input: z.object({
    dataStream: resourceInput("dataStreams"),
    limit: z.number().int().min(1).max(10).default(10).describe("Items per page"),
    cursor: tokenPageInput.cursor,
  }),
  output: z.object({
    secrets: z.array(z.object({ name: z.string(), title: z.string().optional() })),
    nextCursor,
  }),
  pagination: { items: "secrets" },
  scopes,
  keywords: ["api secret", "server-side", "events"],
  examples: [{ title: "Is there a secret?", input: { dataStream: "properties/123456789/dataStreams/5" } }],
  request: ({ dataStream, ...page }) => ({
    method: "GET",
    path: adminUrl(`${dataStream}/measurementProtocolSecrets`),
    query: tokenPage(page),
  }),
  response: (reply, context) => {
    const { measurementProtocolSecrets, ...next } = decodeSecrets(reply, context);
    return { secrets: measurementProtocolSecrets, ...next };
  },
  quota: adminRead,
});

const decodeSecrets = decodeList(
  "measurementProtocolSecrets",
  z.object({ name: z.string(), displayName: text }),
  ({ name, displayName }) => ({ name, ...present({ title: displayName }) }),
);
