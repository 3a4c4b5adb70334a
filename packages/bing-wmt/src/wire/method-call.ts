import type { RequestSpec } from "@trunkline/core";

/** What a query may hold; undefined is left out. */
export type QueryValue = string | number | boolean | undefined;

/**
 * A method that takes its parameters in the query. Strings go as they are: the quotation marks of the vendor's samples
 * make the live service refuse the site.
 */
export const getMethod = (method: string, parameters: Readonly<Record<string, QueryValue>> = {}): RequestSpec => ({
  method: "GET",
  path: `/${method}`,
  query: parameters,
});

/** A method that takes its parameters as one JSON object. Undefined ones are left out. */
export const postMethod = (method: string, parameters: Readonly<Record<string, unknown>>): RequestSpec => ({
  method: "POST",
  path: `/${method}`,
  headers: jsonWithCharset,
  body: parameters,
});

/** What both Bing and IndexNow want a body called. */
export const jsonWithCharset = { "content-type": "application/json; charset=utf-8" } as const;
