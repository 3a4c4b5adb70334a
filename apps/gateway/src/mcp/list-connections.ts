import type { HealthReport } from "@trunkline/registry";
import { z } from "zod";
import type { Gateway, OperationFilter } from "../gateway.js";
import { briefEnvelopeSchema } from "./envelope-schema.js";
import { defineOwnTool } from "./own-tool.js";
import { ownSuccess } from "./result.js";
import { hintsOf, type McpTool } from "./tool.js";

/** `list_connections`: which accounts there are and how they are, from what is already known: the network is not touched. */
export const listConnectionsTool = (gateway: Gateway, filter: OperationFilter): McpTool =>
  defineOwnTool({
    name: "list_connections",
    title: "List connections",
    description:
      "Accounts you can use, and the health of each: up, degraded, down, needs_reauth or disabled, with the reason.",
    effect: "read",
    annotations: hintsOf("read", { idempotent: true, openWorld: false }),
    outputSchema: briefEnvelopeSchema,
    input: z.strictObject({ connector: z.string().optional().describe("Only this connector") }),
    call: ({ connector }, { principal }) => {
      const usable = new Set(gateway.visible(principal, filter).map((entry) => entry.connector));
      const reports = gateway.registry.health().filter((report) => usable.has(report.connector));
      const wanted = reports.filter((report) => connector === undefined || report.connector === connector);
      return ownSuccess({ connections: wanted.map(summaryOf) });
    },
  });

const summaryOf = (report: HealthReport) => ({
  connector: report.connector,
  connection: report.connection,
  mode: report.mode,
  state: report.state,
  ...(report.reason !== undefined && { reason: report.reason }),
  apiVersion: report.apiVersion,
  ...(report.sunsetOn !== undefined && { sunsetOn: report.sunsetOn }),
  quotas: report.quotas.map(({ bucket, remaining, capacity, resetMs }) => ({ bucket, remaining, capacity, resetMs })),
  ...(report.lastError && { lastError: { code: report.lastError.code, message: report.lastError.message } }),
});
