import type { Warning } from "@trunkline/core";
import { z } from "zod";
import { conditions, toFilter } from "../wire/filters.js";
import { createRowReader, Table, TableWire } from "../wire/table.js";
import { invalidInput, listOf } from "./common.js";
import { samplingWarnings } from "./report.js";
import { fieldName } from "./report-input.js";

const count = z.union([z.string(), z.number()]).nullish();

const Step = z.strictObject({
  name: z.string().min(1).max(100),
  events: z
    .array(z.string().min(1).max(40))
    .min(1)
    .max(20)
    .optional()
    .describe("Any one of these events, e.g. add_to_cart"),
  filters: conditions("dimensions"),
  directlyFollows: z.boolean().optional().describe("Nothing may lie between this step and the one before"),
  withinSeconds: z.number().int().min(1).optional().describe("Longest time since the step before"),
});

/** What a funnel asks for, but for property and days. */
export const funnelInput = {
  steps: z.array(Step).min(1).max(20).describe("In order; each needs events or filters"),
  open: z.boolean().default(false).describe("True: users may enter at any step"),
  breakdown: z
    .strictObject({ dimension: fieldName, limit: z.number().int().min(1).max(15).default(5) })
    .optional()
    .describe("Split every step, e.g. by deviceCategory"),
  nextAction: z
    .strictObject({
      dimension: z.enum(["eventName", "pagePath", "pageTitle", "unifiedPagePathScreen"]),
      limit: z.number().int().min(1).max(5).default(5),
    })
    .optional()
    .describe("What users do after each step"),
  trended: z.boolean().default(false).describe("True: the visualization has a row per day"),
  segments: z
    .array(z.looseObject({ name: z.string().optional() }))
    .max(4)
    .optional()
    .describe("Segments in the form of the API"),
  dimensionFilters: conditions("dimensions"),
};
/** What a funnel asks for. */
export type FunnelInput = z.output<z.ZodObject<typeof funnelInput>>;

/** The parts of the body that are the funnel's own. @throws ConnectorError `INVALID_INPUT` for a step that asks for nothing. */
export const funnelBody = (input: FunnelInput) => {
  const { breakdown, nextAction, segments, trended } = input;
  const dimensionFilter = toFilter("dimensionFilters", input.dimensionFilters);
  return {
    funnel: { ...(input.open && { isOpenFunnel: true }), steps: input.steps.map(toStep) },
    ...(breakdown && {
      funnelBreakdown: { breakdownDimension: { name: breakdown.dimension }, limit: breakdown.limit },
    }),
    ...(nextAction && {
      funnelNextAction: { nextActionDimension: { name: nextAction.dimension }, limit: nextAction.limit },
    }),
    funnelVisualizationType: trended ? "TRENDED_FUNNEL" : "STANDARD_FUNNEL",
    ...(segments && { segments }),
    ...(dimensionFilter && { dimensionFilter }),
  };
};

const toStep = ({ name, events, filters, directlyFollows, withinSeconds }: z.infer<typeof Step>, index: number) => {
  const ofEvents = events?.map((eventName) => ({ funnelEventFilter: { eventName } })) ?? [];
  const byEvent = ofEvents.length > 1 ? { orGroup: { expressions: ofEvents } } : ofEvents[0];
  const byField = toFilter(`steps.${index}.filters`, filters, "funnelFieldFilter");
  const filterExpression =
    byEvent && byField ? { andGroup: { expressions: [byEvent, byField] } } : (byEvent ?? byField);
  if (!filterExpression) throw invalidInput(`steps.${index}`, "Give events or filters");
  return {
    name,
    filterExpression,
    ...(directlyFollows && { isDirectlyFollowedBy: true }),
    ...(withinSeconds !== undefined && { withinDurationFromPriorStep: `${withinSeconds}s` }),
  };
};

const SubReportWire = TableWire.extend({
  metadata: z
    .object({ samplingMetadatas: listOf(z.object({ samplesReadCount: count, samplingSpaceSize: count })) })
    .nullish(),
});

/** A funnel as upstream sends it: two tables, each with headers of its own. */
export const FunnelWire = z.object({
  funnelTable: SubReportWire.nullish(),
  funnelVisualization: SubReportWire.nullish(),
});

/** A funnel. */
export const FunnelReport = z.object({
  table: Table.describe("A row per step: users, share that goes on, users lost"),
  visualization: Table.optional().describe("What a chart of the funnel shows"),
});
/** A funnel. */
export type FunnelReport = z.infer<typeof FunnelReport>;

const nothing = { dimensions: [], metrics: [] };

/** A funnel as we promise it. Steps that nobody reached are left out by Google: a warning names them. */
export const toFunnelReport = (
  { funnelTable, funnelVisualization }: z.infer<typeof FunnelWire>,
  { input, warn }: { readonly input: Pick<FunnelInput, "steps">; readonly warn: (warning: Warning) => void },
): FunnelReport => {
  const table = toSubReport(funnelTable);
  for (const warning of samplingWarnings(funnelTable?.metadata)) warn({ ...warning, path: "table" });
  const stepAt = table.columns.findIndex(({ name }) => name === "funnelStepName");
  const seen = new Set(table.rows.map((row) => withoutNumber(row[stepAt])));
  const missing = stepAt === -1 ? [] : input.steps.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  if (missing.length > 0 && missing.length < input.steps.length)
    warn({
      code: "STEPS_WITHOUT_USERS",
      message: `Nobody reached ${missing.join(", ")}: Google leaves such steps out.`,
      path: "table",
    });
  return { table, ...(funnelVisualization && { visualization: toSubReport(funnelVisualization) }) };
};

const toSubReport = (wire: z.infer<typeof SubReportWire> | null | undefined): Table => {
  if (!wire) return { columns: [], rows: [] };
  const reader = createRowReader(wire, nothing);
  return { columns: reader.columns, rows: (wire.rows ?? []).map(reader.row) };
};

/** Google numbers the steps: `1. Visit`. */
const withoutNumber = (value: unknown): string => String(value ?? "").replace(/^\d+\. /, "");
