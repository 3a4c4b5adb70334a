import { type FaultPreset, faultPresets } from "@trunkline/core/simulator";
import { z } from "zod";

const presetNames = Object.keys(faultPresets) as [FaultPreset, ...FaultPreset[]];
const headers = z.record(z.string(), z.string());

const Fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("latency"), ms: z.number().int().min(0).max(600_000) }),
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(200).max(599),
    body: z.string().optional(),
    headers: headers.optional(),
  }),
  z.strictObject({
    kind: z.literal("storm"),
    ratio: z.number().min(0).max(1),
    retryAfterSeconds: z.number().min(0).max(3_600),
  }),
  z.strictObject({ kind: z.literal("reset"), when: z.enum(["before", "after-apply", "mid-body"]) }),
  z.strictObject({ kind: z.literal("truncate") }),
  z.strictObject({ kind: z.literal("drip"), bytesPerSecond: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal("content-type"), contentType: z.string(), body: z.string().optional() }),
  z.strictObject({
    kind: z.literal("upstream"),
    name: z.string(),
    options: z.record(z.string(), z.unknown()).optional(),
  }),
]);

/** A fault to be set: a preset by name or a fault in full, and where it applies. */
export const FaultRequest = z.strictObject({
  fault: z.union([z.enum(presetNames), Fault]).describe("A preset's name, or a fault in full"),
  match: z.string().min(1).optional().describe("Only requests whose operation name or path contains this"),
  times: z.number().int().min(1).optional().describe("Ends after so many hits; default: until cleared"),
  ratio: z.number().min(0).max(1).optional().describe("Share of matching requests hit; default 1"),
});

/** Flag rules that replace those in force. */
export const FlagsRequest = z.strictObject({
  rules: z
    .union([z.string(), z.array(z.string())])
    .describe(
      "As in TRUNKLINE_FLAGS, e.g. `shopify=off, *.destroy=off`, or a list of such rules; empty: everything on",
    ),
});

/** What a new API key is to be; the store checks the scopes and the day. */
export const KeyRequest = z.strictObject({
  name: z.string().min(1).max(100).describe("Who uses it"),
  scopes: z
    .array(z.string().max(200))
    .min(1)
    .max(100)
    .describe("`admin`, `{connector}:{read|write|destroy}` or `*:{read|write|destroy}`"),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe("Default: never"),
});

/** Which call to explain. */
export const ExplainQuery = z.strictObject({
  operation: z.string().describe("Operation id"),
  connection: z.string().optional().describe("Default: `default`"),
});
