import { defineComposedOperation, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, openNumber, readScopes, siteUrl } from "../schemas/common.js";
import { DateWire, Moment, toMoment } from "../wire/dates.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { present } from "../wire/present.js";
import { acceptExisting } from "./accept-existing.js";

const site = "https://nordlicht-tee.example/";
const parameter = z
  .string()
  .regex(/^[A-Za-z0-9._~:-]{1,100}$/, "Expected letters, digits and . _ ~ : -")
  .describe("Name of the query parameter, e.g. sort");

/** A query parameter that Bing ignores when it compares addresses. */
const QueryParameter = z.object({
  parameter: z.string(),
  isEnabled: z.boolean().describe("True: Bing ignores it"),
  source: openNumber({ 0: "added through the API" }, "Where it came from, Bing's number").optional(),
  addedAt: Moment.optional(),
});

const QueryParameterWire = z.object({
  Parameter: z.string(),
  IsEnabled: z.boolean().nullish(),
  Source: z.number().nullish(),
  Date: DateWire.nullish(),
});

/** Ignored query parameters. */
export const listQueryParams = defineOperation({
  id: "bing-wmt.queryParams.list",
  summary: "List the query parameters that Bing ignores in a site's addresses",
  docs: methodDocs("GetQueryParameters"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ queryParams: z.array(QueryParameter), ...pageOutput }),
  pagination: { items: "queryParams" },
  scopes: readScopes,
  keywords: ["url normalization", "duplicates", "tracking", "utm", "address endings", "session id"],
  examples: [{ title: "Which are ignored?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getList("GetQueryParameters", cursor, { siteUrl }),
  response: decodeList(QueryParameterWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
    const { items, next } = slice(all, input);
    return {
      queryParams: items.map((row) => ({
        parameter: row.Parameter,
        isEnabled: row.IsEnabled ?? false,
        ...present({ source: row.Source, addedAt: toMoment(row.Date) }),
      })),
      ...next,
    };
  }),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 60_000 },
});

const postParameter = defineOperation({
  id: "bing-wmt.queryParams.add",
  summary: "Add a query parameter",
  docs: methodDocs("AddQueryParameter"),
  effect: "write",
  // A repeat is refused as existing, which is the wanted end.
  idempotency: "natural",
  input: z.object({ siteUrl, queryParameter: parameter }),
  output: Accepted,
  request: (input) => postMethod("AddQueryParameter", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Ignores a query parameter from now on. */
export const addQueryParam = defineComposedOperation({
  id: "bing-wmt.queryParams.add",
  summary: "Make Bing ignore a query parameter in a site's addresses",
  description: "One that is there already is a success with the warning ALREADY_EXISTS.",
  docs: methodDocs("AddQueryParameter"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, parameter }),
  output: Accepted,
  scopes: manageScopes,
  keywords: [
    "url normalization",
    "duplicates",
    "tracking",
    "utm",
    "address endings",
    "session id",
    "same page under several addresses",
  ],
  examples: [{ title: "Ignore the sorting", input: { siteUrl: site, parameter: "sort_by" } }],
  run: (call, { siteUrl, parameter }) =>
    acceptExisting(call, `the parameter ${parameter}`, () =>
      call.run(postParameter, { siteUrl, queryParameter: parameter }),
    ),
});

/** Switches a query parameter. */
export const setQueryParamEnabled = defineOperation({
  id: "bing-wmt.queryParams.setEnabled",
  summary: "Switch on or off whether Bing ignores a query parameter",
  docs: methodDocs("EnableDisableQueryParameter"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, parameter, isEnabled: z.boolean().describe("True: Bing ignores it") }),
  output: Accepted,
  scopes: manageScopes,
  keywords: ["enable", "disable", "url normalization", "turn on", "turn off", "pause"],
  examples: [{ title: "Heed it again", input: { siteUrl: site, parameter: "sort_by", isEnabled: false } }],
  request: ({ siteUrl, parameter, isEnabled }) =>
    postMethod("EnableDisableQueryParameter", { siteUrl, queryParameter: parameter, isEnabled }),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Forgets a query parameter. */
export const removeQueryParam = defineOperation({
  id: "bing-wmt.queryParams.remove",
  summary: "Remove a query parameter from those that Bing ignores",
  docs: methodDocs("RemoveQueryParameter"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, parameter }),
  output: Accepted,
  scopes: manageScopes,
  keywords: ["delete", "url normalization", "heed again", "matters again"],
  examples: [{ title: "Remove it", input: { siteUrl: site, parameter: "sort_by" } }],
  request: ({ siteUrl, parameter }) => postMethod("RemoveQueryParameter", { siteUrl, queryParameter: parameter }),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Branch `queryParams` of the tree. */
export const queryParams = {
  list: listQueryParams,
  add: addQueryParam,
  setEnabled: setQueryParamEnabled,
  remove: removeQueryParam,
};
