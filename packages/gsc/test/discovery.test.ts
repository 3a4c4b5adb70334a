import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExchangeOperation, RequestContext } from "@trunkline/core";
import { isComposed, listOperations } from "@trunkline/core";
import { loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { operations } from "../src/operations/index.js";
import { InspectionWire } from "../src/schemas/inspection.js";
import { aggregationType, dimensionNames, SearchFilter, searchType } from "../src/schemas/search-input.js";
import { SearchWire } from "../src/schemas/search-rows.js";
import { SitemapsWire, SitemapWire } from "../src/schemas/sitemaps.js";
import { SitesWire, SiteWire } from "../src/schemas/sites.js";

const recordings = loadRecordings("gsc");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

interface Property {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Property;
}
interface Method {
  readonly httpMethod: string;
  readonly flatPath?: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, { readonly location: string }>>;
  readonly request?: { readonly $ref: string };
  readonly scopes?: readonly string[];
}
interface Resource {
  readonly methods?: Readonly<Record<string, Method>>;
  readonly resources?: Readonly<Record<string, Resource>>;
}
interface Discovery extends Resource {
  readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, Property>> }>>;
}

const load = (): Discovery =>
  dir ? JSON.parse(readFileSync(join(dir, "discovery.searchconsole.v1.json"), "utf8")) : { schemas: {}, methods: {} };
const discovery = load();
const methodsOf = ({ methods = {}, resources = {} }: Resource): readonly Method[] => [
  ...Object.values(methods),
  ...Object.values(resources).flatMap(methodsOf),
];
const methods = methodsOf(discovery);

/** Fields that only the reference page has: its own spelling of the metadata. */
const undocumented = ["metadata.first_incomplete_date", "metadata.first_incomplete_hour"];

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Fields that a wire schema reads and the document does not have. */
const unknownFields = (schema: JsonSchema, name: string, path: readonly string[] = []): readonly string[] => {
  const own = schema.anyOf?.find(({ properties, items }) => properties ?? items) ?? schema;
  const known = discovery.schemas[name]?.properties ?? {};
  return Object.entries(own.properties ?? {}).flatMap(([field, child]) => {
    const found = known[field];
    const here = [...path, field];
    if (!found) return [here.join(".")];
    const target = found.$ref ?? found.items?.$ref;
    if (target === undefined) return [];
    const inner = child.anyOf?.find(({ properties, items }) => properties ?? items) ?? child;
    return unknownFields(inner.items ?? inner, target, here);
  });
};

const wire = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
const enumOf = (schema: string, field: string): readonly string[] => {
  const property = discovery.schemas[schema]?.properties[field];
  return property?.enum ?? property?.items?.enum ?? [];
};
const upper = (values: readonly string[]): readonly string[] =>
  values.map((value) => value.replace(/([A-Z])/g, "_$1").toUpperCase());

describe.skipIf(!dir)("the discovery document", () => {
  it.each([
    ["SitesListResponse", SitesWire],
    ["WmxSite", SiteWire],
    ["SitemapsListResponse", SitemapsWire],
    ["WmxSitemap", SitemapWire],
    ["SearchAnalyticsQueryResponse", SearchWire],
    ["InspectUrlIndexResponse", InspectionWire],
  ])("has every field that we read of %s", (name, schema) => {
    expect(unknownFields(wire(schema), name).filter((field) => !undocumented.includes(field))).toEqual([]);
  });

  it("has every value that a query may state", () => {
    const filter = SearchFilter.shape;
    expect(enumOf("SearchAnalyticsQueryRequest", "dimensions")).toEqual(
      expect.arrayContaining([...upper(dimensionNames), "HOUR"]),
    );
    expect(enumOf("SearchAnalyticsQueryRequest", "type")).toEqual(
      expect.arrayContaining([...upper(searchType.unwrap().options)]),
    );
    expect(enumOf("SearchAnalyticsQueryRequest", "aggregationType")).toEqual(
      expect.arrayContaining([...upper(aggregationType.unwrap().options)]),
    );
    expect(enumOf("SearchAnalyticsQueryRequest", "dataState")).toEqual(
      expect.arrayContaining(["FINAL", "ALL", "HOURLY_ALL"]),
    );
    expect(enumOf("ApiDimensionFilter", "dimension")).toEqual(
      expect.arrayContaining([...upper(filter.dimension.options)]),
    );
    expect(enumOf("ApiDimensionFilter", "operator")).toEqual(
      expect.arrayContaining([...upper(filter.operator.unwrap().options)]),
    );
  });

  const exchanges = listOperations(operations).filter((operation) => !isComposed(operation)) as ExchangeOperation[];
  it.each(exchanges.map((operation) => [operation.id, operation] as const))(
    "has the method, parameters, body fields and scopes of %s",
    (_, operation) => {
      for (const { input } of operation.examples ?? []) {
        const context: RequestContext = { apiVersion: "v1", settings: {} };
        const request = operation.request(operation.input.parse(input), context);
        const method = methods.find(
          ({ httpMethod, flatPath, path }) =>
            httpMethod === request.method &&
            new RegExp(`^/${(flatPath ?? path).replace(/\{[^}]+\}/g, "[^/]+")}$`).test(request.path),
        );
        expect(method, request.path).toBeDefined();
        for (const name of Object.keys(request.query ?? {})) expect(method?.parameters).toHaveProperty(name);
        const known = discovery.schemas[method?.request?.$ref ?? ""]?.properties ?? {};
        for (const field of Object.keys((request.body as object | undefined) ?? {}))
          expect(known).toHaveProperty(field);
        for (const scope of (operation.scopes ?? []).flat()) expect(method?.scopes).toContain(scope);
      }
    },
  );
});
