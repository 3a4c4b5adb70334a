import { type ConnectorError, defineComposedOperation, type ErrorCode, isConnectorError } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { siteInput, webAddress } from "../schemas/common.js";
import { Inspection } from "../schemas/inspection.js";
import { mapBounded } from "../wire/bounded.js";
import { apiDocs } from "../wire/docs-link.js";
import { refuse } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";
import { inspectUrl, languageCode, outsideProblem, refuseOutside } from "./url-inspection.js";

/** Addresses looked at at once. */
const concurrency = 4;

/** Failures that the next address would meet too. */
const stops: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "BULKHEAD_FULL",
  "CANCELLED",
  "CIRCUIT_OPEN",
  "DEADLINE_EXCEEDED",
  "DISABLED",
  "NEEDS_REAUTH",
  "NOT_CONFIGURED",
  "QUOTA_EXHAUSTED",
  "RATE_LIMITED",
  "SHUTTING_DOWN",
  "UPSTREAM_FORBIDDEN",
  "UPSTREAM_UNAUTHORIZED",
]);

const Fault = z.object({ code: z.string(), message: z.string(), retryAfterMs: z.number().optional() });

const Result = z.object({
  inspectionUrl: z.string(),
  inspection: Inspection.optional().describe("Absent: it failed"),
  error: Fault.optional(),
});
type Result = z.infer<typeof Result>;

/** Several addresses, within a budget. */
export const inspectUrls = defineComposedOperation({
  id: "gsc.urlInspection.inspectBatch",
  summary: "Inspect several addresses of a property in Google's index, within a budget of calls",
  description:
    "Each address takes one of the property's 2,000 calls a day. It stops at the first sign that no more is allowed and lists what remains.",
  docs: apiDocs("v1/urlInspection.index/inspect"),
  effect: "read",
  input: z
    .object({
      siteUrl: siteInput,
      urls: z.array(webAddress).min(1).max(500).describe("Addresses in the property; repeats are asked for once"),
      maxCalls: z.number().int().min(1).max(500).default(100).describe("Most calls to spend, default 100"),
      languageCode,
    })
    .superRefine(({ siteUrl, urls }, context) =>
      refuse(
        urls.flatMap((url, index) => outsideProblem(siteUrl, url, `urls.${index}`)),
        context,
      ),
    ),
  output: z.object({
    results: z.array(Result).describe("In the order given"),
    remaining: z.array(z.string()).describe("Addresses not asked for"),
    stoppedBy: Fault.optional().describe("Why it stopped early"),
  }),
  scopes: gscScopes.read,
  keywords: ["bulk", "many", "indexed", "crawl", "audit", "sitemap check"],
  examples: [
    {
      title: "Are these two indexed?",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        urls: ["https://nordlicht-tee.example/products/sencha-uji", "https://nordlicht-tee.example/products/bancha"],
      },
    },
  ],
  deadlineMs: 900_000,
  run: async (call, input) => {
    const { siteUrl, urls, maxCalls, languageCode } = withSite(input, call.settings);
    refuseOutside(siteUrl, Object.fromEntries(urls.map((url, index) => [`urls.${index}`, url])));
    const unique = [...new Set(urls)];
    const budgeted = unique.slice(0, maxCalls);
    let stop: ConnectorError | undefined;
    let firstFailure: ConnectorError | undefined;
    let done = 0;
    const answers = await mapBounded(budgeted, concurrency, async (inspectionUrl): Promise<Result | undefined> => {
      if (stop) return undefined;
      try {
        const inspection = await call.run(inspectUrl, { siteUrl, inspectionUrl, languageCode });
        call.progress({ done: ++done, total: budgeted.length });
        return { inspectionUrl, inspection };
      } catch (error) {
        if (!isConnectorError(error)) throw error;
        firstFailure ??= error;
        if (!stops.has(error.code)) return { inspectionUrl, error: toFault(error) };
        stop ??= error;
        return undefined;
      }
    });
    const results = answers.filter((answer) => answer !== undefined);
    const remaining = unique.filter((_, index) => answers[index] === undefined);
    const failure = stop ?? firstFailure;
    if (failure && results.every(({ inspection }) => inspection === undefined)) throw failure;
    if (remaining.length > 0) call.warn(remainingWarning(remaining.length, stop));
    return { results, remaining, ...(stop && { stoppedBy: toFault(stop) }) };
  },
});

const toFault = ({ code, message, retryAfterMs }: ConnectorError): z.infer<typeof Fault> => ({
  code,
  message,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

const remainingWarning = (count: number, stop: ConnectorError | undefined) => ({
  code: stop ? "STOPPED_EARLY" : "BUDGET_SPENT",
  message: stop
    ? `${count} addresses were not inspected: ${stop.message}`
    : `${count} addresses were not inspected: maxCalls is spent. Call again with what remains.`,
  path: "remaining",
});
