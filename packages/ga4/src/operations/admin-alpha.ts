import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead } from "../quotas.js";
import {
  Annotation,
  AnnotationWire,
  Audience,
  AudienceWire,
  toAnnotation,
  toAudience,
} from "../schemas/admin-alpha.js";
import { nextCursor, propertyInput, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { decodeList } from "./admin-list.js";
import { adminCacheMs, experimental } from "./report-facts.js";

const scopes = [[readScope, editScope]];

/** Audiences. */
export const listAudiences = defineOperation({
  id: "ga4.admin.audiences.list",
  summary: "List the audiences of a property",
  description: experimental,
  docs: adminDocs("properties.audiences/list", "v1alpha"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ audiences: z.array(Audience), nextCursor }),
  pagination: { items: "audiences" },
  scopes,
  keywords: ["segments", "groups of users", "remarketing"],
  examples: [{ title: "Which audiences are there?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/audiences`, "v1alpha"),
    query: tokenPage(input),
  }),
  response: decodeList("audiences", AudienceWire, toAudience),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** Notes on days. */
export const listAnnotations = defineOperation({
  id: "ga4.admin.annotations.list",
  summary: "List the notes on days: campaigns, outages, changes of tags",
  description: `Read them before explaining a jump in figures. ${experimental}`,
  docs: adminDocs("properties.reportingDataAnnotations/list", "v1alpha"),
  effect: "read",
  input: z.object({
    ...propertyInput,
    startDate: z.iso.date().optional().describe("Only notes on days from here on; needs endDate"),
    endDate: z.iso.date().optional(),
    filter: z.string().min(1).max(1_000).optional().describe('Google\'s filter syntax, e.g. title:"Advent"'),
    ...tokenPageInput,
  }),
  output: z.object({ annotations: z.array(Annotation), nextCursor }),
  pagination: { items: "annotations" },
  scopes,
  keywords: ["comments", "events", "explanation", "spike"],
  examples: [{ title: "What happened in November?", input: { startDate: "2026-11-01", endDate: "2026-11-30" } }],
  request: (input, { settings }) => {
    const { startDate, endDate, filter } = input;
    const days = startDate && endDate ? [`is_annotation_in_range("${startDate}", "${endDate}") = true`] : [];
    const filters = [...days, ...(filter ? [days.length > 0 ? `(${filter})` : filter] : [])];
    return {
      method: "GET",
      path: adminUrl(`${propertyName(input, settings)}/reportingDataAnnotations`, "v1alpha"),
      query: { ...tokenPage(input), filter: filters.join(" AND ") || undefined },
    };
  },
  response: (reply, context) => {
    const { reportingDataAnnotations, ...next } = decodeAnnotations(reply, context);
    return { annotations: reportingDataAnnotations, ...next };
  },
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

const decodeAnnotations = decodeList("reportingDataAnnotations", AnnotationWire, toAnnotation);
