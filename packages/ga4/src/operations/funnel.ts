import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { tokensOf } from "../quotas.js";
import { propertyInput } from "../schemas/common.js";
import { FunnelReport, FunnelWire, funnelBody, funnelInput, toFunnelReport } from "../schemas/funnel.js";
import { incompleteDayWarning } from "../schemas/report.js";
import { dateRangesInput } from "../schemas/report-input.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { cacheMs, experimental, reportTimes } from "./report-facts.js";

/** Users on their way through steps. */
const runFunnel = defineOperation({
  id: "ga4.funnel.run",
  summary: "Run a funnel: how many users get from step to step, e.g. from visit to purchase",
  description: experimental,
  docs: dataDocs("properties/runFunnelReport", "v1alpha"),
  effect: "read",
  input: z.object({ ...propertyInput, ...dateRangesInput, ...funnelInput }),
  output: FunnelReport,
  scopes: [readScope],
  keywords: ["checkout", "abandonment", "drop-off", "conversion path", "steps"],
  examples: [
    {
      title: "From product page to purchase",
      input: {
        steps: [
          { name: "Product", events: ["view_item"] },
          { name: "Cart", events: ["add_to_cart"] },
          { name: "Purchase", events: ["purchase"] },
        ],
      },
    },
  ],
  request: (input, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(input, settings)}:runFunnelReport`, "v1alpha"),
    body: { dateRanges: input.dateRanges, ...funnelBody(input), returnPropertyQuota: true },
  }),
  response: (reply, { input, warn }) => {
    for (const warning of incompleteDayWarning(input.dateRanges)) warn(warning);
    return toFunnelReport(parseWire(FunnelWire, reply.json()), { input, warn });
  },
  quota: tokensOf("funnel", 20),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});

/** Branch `funnel` of the tree. */
export const funnel = { run: runFunnel };
