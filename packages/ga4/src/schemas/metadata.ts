import { z } from "zod";
import { metricType } from "../wire/values.js";
import { flag, listOf, present, text } from "./common.js";

const fieldWire = {
  apiName: text,
  uiName: text,
  description: text,
  category: text,
  customDefinition: flag,
  deprecatedApiNames: listOf(z.string()),
};
const DimensionWire = z.object(fieldWire);
const MetricWire = z.object({ ...fieldWire, type: text, expression: text, blockedReasons: listOf(z.string()) });

/** Names of a property as upstream sends them. */
export const MetadataWire = z.object({ dimensions: listOf(DimensionWire), metrics: listOf(MetricWire) });

/** A dimension or metric that reports may ask for. */
export const Field = z.object({
  name: z.string().describe("API name, as reports want it"),
  kind: z.enum(["dimension", "metric"]),
  title: z.string().optional(),
  description: z.string().optional(),
  category: z.string().optional(),
  custom: z.boolean().describe("Registered in this property"),
  type: z.string().optional().describe("Of a metric: integer, currency, seconds, …"),
  expression: z.string().optional().describe("Of a calculated metric"),
  blockedReasons: z.array(z.string()).optional().describe("Why this login may not see the metric"),
  deprecatedNames: z.array(z.string()).optional().describe("Older names that still work"),
});
/** A dimension or metric that reports may ask for. */
export type Field = z.infer<typeof Field>;

/** Every field of a property, dimensions first. Entries without a name are left out. */
export const toFields = ({ dimensions, metrics }: z.infer<typeof MetadataWire>): Field[] => [
  ...(dimensions ?? []).flatMap((wire) => toField("dimension", wire)),
  ...(metrics ?? []).flatMap((wire) => toField("metric", wire)),
];

const toField = (
  kind: Field["kind"],
  wire: z.infer<typeof DimensionWire> & Partial<z.infer<typeof MetricWire>>,
): Field[] =>
  wire.apiName
    ? [
        {
          name: wire.apiName,
          kind,
          custom: wire.customDefinition ?? false,
          ...present({
            title: wire.uiName,
            description: wire.description,
            category: wire.category,
            type: kind === "metric" ? metricType(wire.type) : undefined,
            expression: wire.expression,
            blockedReasons: wire.blockedReasons?.length ? wire.blockedReasons : undefined,
            deprecatedNames: wire.deprecatedApiNames?.length ? wire.deprecatedApiNames : undefined,
          }),
        },
      ]
    : [];
