import { readdirSync, readFileSync } from "node:fs";
import { type AnyOperation, isComposed, listOperations } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { operations } from "../src/operations/index.js";
import { AccountSummaryWire, AccountWire } from "../src/schemas/admin-accounts.js";
import { AnnotationWire, AudienceWire } from "../src/schemas/admin-alpha.js";
import { CustomDimensionWire, CustomMetricWire, KeyEventWire } from "../src/schemas/admin-definitions.js";
import { ChangeEventWire } from "../src/schemas/admin-history.js";
import { DataRetentionWire, GoogleAdsLinkWire, PropertyWire } from "../src/schemas/admin-properties.js";
import { DataStreamWire } from "../src/schemas/admin-streams.js";
import { AudienceExportWire } from "../src/schemas/audience-exports.js";
import { FunnelWire } from "../src/schemas/funnel.js";
import { MetadataWire } from "../src/schemas/metadata.js";
import { PivotReportWire } from "../src/schemas/pivot.js";
import { ReportWire } from "../src/schemas/report.js";
import { ReportTaskWire } from "../src/schemas/report-tasks.js";
import { type ApiDescription, loadApiDescriptions } from "./api-descriptions.js";

const apis = loadApiDescriptions();
const found = "skip" in apis ? undefined : apis;
if ("skip" in apis) process.stdout.write(`${apis.skip}\n`);

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
};

/** Fields of a wire schema that the API's own description does not have. */
const unknownFields = (
  schema: JsonSchema,
  type: string | undefined,
  api: ApiDescription,
  path = "",
): readonly string[] => {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => unknownFields(one, type, api, path));
  if (schema.items) return unknownFields(schema.items, type, api, path);
  const fields = type === undefined ? undefined : api.fields(type);
  if (!schema.properties) return [];
  if (!fields) return [`${path || "root"} has fields, ${type ?? "its type"} has none`];
  return Object.entries(schema.properties).flatMap(([name, child]) =>
    fields.has(name)
      ? unknownFields(child, fields.get(name), api, `${path}.${name}`)
      : [`${path}.${name} is not in ${type}`],
  );
};

/** Fields of a body that the API's own description does not have. */
const unknownInBody = (body: unknown, type: string | undefined, api: ApiDescription, path = ""): readonly string[] => {
  if (Array.isArray(body)) return body.flatMap((one, index) => unknownInBody(one, type, api, `${path}.${index}`));
  const fields = type === undefined ? undefined : api.fields(type);
  if (typeof body !== "object" || body === null || !fields) return [];
  return Object.entries(body).flatMap(([name, child]) =>
    fields.has(name)
      ? unknownInBody(child, fields.get(name), api, `${path}.${name}`)
      : [`${path}.${name} is not in ${type}`],
  );
};

const beta = "GoogleAnalyticsAdminV1beta";
const alpha = "GoogleAnalyticsAdminV1alpha";
/** What an alpha surface that is older than the field cannot know. */
const newerThanSurface = ["dataTruncationReasons"];

describe.skipIf(!found)("every field that we read is in the API's own description", () => {
  it.each([
    ["data", "RunReportResponse", ReportWire, ["section"]],
    ["data", "RunRealtimeReportResponse", ReportWire.omit({ metadata: true }), []],
    ["data", "RunPivotReportResponse", PivotReportWire, ["section"]],
    ["data", "Metadata", MetadataWire, []],
    ["data", "AudienceExport", AudienceExportWire, []],
    ["dataAlpha", "RunReportResponse", ReportWire, newerThanSurface],
    ["dataAlpha", "QueryReportTaskResponse", ReportWire, newerThanSurface],
    ["dataAlpha", "RunFunnelReportResponse", FunnelWire, []],
    ["dataAlpha", "ReportTask", ReportTaskWire, []],
    ["admin", `${beta}Account`, AccountWire, []],
    ["admin", `${beta}AccountSummary`, AccountSummaryWire, []],
    ["admin", `${beta}Property`, PropertyWire, []],
    ["admin", `${beta}DataRetentionSettings`, DataRetentionWire, []],
    ["admin", `${beta}GoogleAdsLink`, GoogleAdsLinkWire, []],
    ["admin", `${beta}DataStream`, DataStreamWire, []],
    ["admin", `${beta}CustomDimension`, CustomDimensionWire, []],
    ["admin", `${beta}CustomMetric`, CustomMetricWire, []],
    ["admin", `${beta}KeyEvent`, KeyEventWire, []],
    ["admin", `${beta}ChangeHistoryEvent`, ChangeEventWire, []],
    ["adminAlpha", `${alpha}Audience`, AudienceWire, []],
    ["adminAlpha", `${alpha}ReportingDataAnnotation`, AnnotationWire, []],
  ] as const)("%s %s", (api, type, wire, excused) => {
    if (!found) return;
    const schema = z.toJSONSchema(wire as z.ZodType, { io: "input", unrepresentable: "any" }) as JsonSchema;
    const unknown = unknownFields(schema, type, found[api]);
    expect(unknown.filter((problem) => !excused.some((name) => problem.includes(`.${name} `)))).toEqual([]);
  });
});

const fixturesDir = new URL("../fixtures/", import.meta.url);
interface FixtureFile {
  readonly input: unknown;
  readonly reply?: { readonly status?: number; readonly body?: unknown };
  readonly output?: unknown;
}
const fixturesOf = ({ id }: AnyOperation): readonly FixtureFile[] =>
  readdirSync(new URL(`${id}/`, fixturesDir)).map((name) =>
    JSON.parse(readFileSync(new URL(`${id}/${name}`, fixturesDir), "utf8")),
  );

/** Requests that the fixtures lead to; refused inputs lead to none. */
const requestsOf = (operation: AnyOperation) =>
  isComposed(operation)
    ? []
    : fixturesOf(operation).flatMap(({ input }) => {
        const parsed = operation.input.safeParse(input);
        if (!parsed.success) return [];
        try {
          return [operation.request(parsed.data, { apiVersion: "v1beta", settings: { propertyId: "470100200" } })];
        } catch {
          return [];
        }
      });

/** Fields that the descriptions leave out: a type's own name, and what the alpha surface is too old for. */
const excusedOf = (isAlpha: boolean) => (problem: string) =>
  !problem.includes(".@type ") && !(isAlpha && newerThanSurface.some((name) => problem.includes(`.${name} `)));

/** What no description that we have tells of. */
const undescribed = new Set(["ga4.mp.validate", "ga4.chat.ask"]);
const described = listOperations(operations).filter(
  (operation) => !isComposed(operation) && !undescribed.has(operation.id),
);

describe.skipIf(!found)("the check itself", () => {
  it("finds a field that there is not, at any depth", () => {
    if (!found) return;
    const wire = { properties: { rows: { items: { properties: { metricValues: {}, sparkles: {} } } }, rowCuont: {} } };
    expect(unknownFields(wire, "RunReportResponse", found.data)).toEqual([
      ".rows.sparkles is not in Row",
      ".rowCuont is not in RunReportResponse",
    ]);
    const body = { funnel: { steps: [{ name: "a", glitter: 1 }] } };
    expect(unknownInBody(body, "RunFunnelReportRequest", found.dataAlpha)).toEqual([
      ".funnel.steps.0.glitter is not in FunnelStep",
    ]);
  });
});

describe.skipIf(!found)(
  "every request that we send and every reply that we tell of is in the API's own description",
  () => {
    it.each(described.map((operation) => [operation.id, operation] as const))("%s", (_, operation) => {
      if (!found) return;
      const requests = requestsOf(operation);
      expect(requests.length).toBeGreaterThan(0);
      for (const { method, path, query = {}, body } of requests) {
        const url = new URL(path, "https://analyticsdata.googleapis.com");
        const isAdmin = url.host.startsWith("analyticsadmin");
        const isAlpha = url.pathname.startsWith("/v1alpha/");
        const api = found[isAdmin ? (isAlpha ? "adminAlpha" : "admin") : isAlpha ? "dataAlpha" : "data"];
        const target = api.methods.find((one) => one.verb === method && one.path.test(url.pathname));
        expect(target, `${method} ${url.pathname}`).toBeDefined();
        const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [name]));
        expect(
          asked.filter((name) => !target?.query.has(name)),
          "query",
        ).toEqual([]);
        expect(unknownInBody(JSON.parse(JSON.stringify(body ?? null)), target?.request, api), "body").toEqual([]);
        const replies = fixturesOf(operation).flatMap(({ output, reply }) =>
          output === undefined ? [] : [reply?.body],
        );
        const known = excusedOf(isAlpha);
        expect(replies.flatMap((one) => unknownInBody(one, target?.response, api)).filter(known), "reply").toEqual([]);
      }
    });
  },
);
