import type { Warning } from "@trunkline/core";
import { z } from "zod";
import { nextOffset } from "../wire/cursor.js";
import { Cell, createRowReader, type RequestedFields, RowWire, Table, TableWire } from "../wire/table.js";
import { flag, listOf, nextCursor, present, text } from "./common.js";

const count = z.union([z.string(), z.number()]).nullish();

/** What a report says of itself. */
export const ReportMetadataWire = z.object({
  currencyCode: text,
  timeZone: text,
  emptyReason: text,
  dataLossFromOtherRow: flag,
  subjectToThresholding: flag,
  samplingMetadatas: listOf(z.object({ samplesReadCount: count, samplingSpaceSize: count })),
  schemaRestrictionResponse: z
    .object({
      activeMetricRestrictions: listOf(z.object({ metricName: text, restrictedMetricTypes: listOf(z.string()) })),
    })
    .nullish(),
  dataTruncationReasons: listOf(
    z.object({
      dataTruncationType: text,
      dataTruncationDate: text,
      dataTruncationMessage: text,
      dataTruncationDateRanges: listOf(z.object({ startDate: text, endDate: text })),
    }),
  ),
  section: text,
});
/** What a report says of itself. */
export type ReportMetadataWire = z.infer<typeof ReportMetadataWire>;

/** A report as upstream sends it. */
export const ReportWire = TableWire.extend({
  rowCount: z.number().int().min(0).nullish(),
  totals: listOf(RowWire),
  minimums: listOf(RowWire),
  maximums: listOf(RowWire),
  metadata: ReportMetadataWire.nullish(),
});
/** A report as upstream sends it. */
export type ReportWire = z.infer<typeof ReportWire>;

const aggregateRows = z.array(z.array(Cell)).optional();

/** A page of a report. */
export const Report = Table.extend({
  rowCount: z.number().int().describe("Rows of the whole report, not of this page"),
  nextCursor,
  totals: aggregateRows.describe("Over all rows of the report; RESERVED_TOTAL fills the dimensions"),
  minimums: aggregateRows,
  maximums: aggregateRows,
  currencyCode: z.string().optional(),
  timeZone: z.string().optional().describe("Days are days of this time zone"),
  section: z.string().optional().describe("SECTION_REPORT or SECTION_ADVERTISING, where Google tells"),
});
/** A page of a report. */
export type Report = z.infer<typeof Report>;

/** What the reading of a report needs to know of its request. */
export interface ReportReading {
  readonly requested: RequestedFields;
  /** Row that the page began at. */
  readonly offset?: number;
  readonly warn: (warning: Warning) => void;
  /** Where the report lies in the output, e.g. `reports.0`. */
  readonly path?: string;
}

/** A report as we promise it; what it hides becomes warnings. */
export const toReport = (wire: ReportWire, { requested, offset = 0, warn, path }: ReportReading): Report => {
  const reader = createRowReader(wire, requested);
  const rows = (wire.rows ?? []).map(reader.row);
  for (const warning of reportWarnings(wire)) warn(path === undefined ? warning : { ...warning, path });
  const rowCount = wire.rowCount ?? 0;
  return {
    columns: reader.columns,
    rows,
    rowCount: Math.max(rowCount, offset + rows.length),
    ...nextOffset(offset, rows.length, rowCount),
    ...present({
      totals: wire.totals?.map(reader.row),
      minimums: wire.minimums?.map(reader.row),
      maximums: wire.maximums?.map(reader.row),
      currencyCode: wire.metadata?.currencyCode,
      timeZone: wire.metadata?.timeZone,
      section: wire.metadata?.section,
    }),
  };
};

/** What a report hides in its success. */
export const reportWarnings = ({ metadata, rows }: Pick<ReportWire, "metadata" | "rows">): readonly Warning[] => {
  const { dataLossFromOtherRow, subjectToThresholding, emptyReason } = metadata ?? {};
  const hasOther = rows?.some(({ dimensionValues }) => dimensionValues?.some(({ value }) => value === "(other)"));
  return [
    ...samplingWarnings(metadata),
    ...(subjectToThresholding
      ? [
          warning(
            "THRESHOLDED",
            "Rows with few users are left out to protect them, so sums may be too low. Ask without demographic or audience dimensions, or for more days.",
          ),
        ]
      : []),
    ...(dataLossFromOtherRow || hasOther
      ? [
          warning(
            "OTHER_ROW",
            "Rarer values are put together as (other) because a table reached its row limit. Ask for fewer dimensions or one day at a time.",
          ),
        ]
      : []),
    ...truncationWarnings(metadata),
    ...restrictionWarnings(metadata),
    ...(emptyReason ? [warning("EMPTY_REPORT", `Google says why the report is empty: ${emptyReason}`)] : []),
  ];
};

const warning = (code: string, message: string): Warning => ({ code, message });

/** One entry a date range. Funnels have this part alone. */
export const samplingWarnings = (
  metadata: Pick<ReportMetadataWire, "samplingMetadatas"> | null | undefined,
): readonly Warning[] =>
  (metadata?.samplingMetadatas ?? []).map(({ samplesReadCount, samplingSpaceSize }) => {
    const [read, space] = [Number(samplesReadCount), Number(samplingSpaceSize)];
    const share = read > 0 && space > 0 ? ` (${Math.round((read / space) * 1_000) / 10} %)` : "";
    return warning(
      "SAMPLED",
      `Figures are estimated from ${samplesReadCount ?? "some"} of ${samplingSpaceSize ?? "all"} events${share}. Ask for fewer days at a time.`,
    );
  });

const truncationWarnings = (metadata: ReportMetadataWire | null | undefined): readonly Warning[] =>
  (metadata?.dataTruncationReasons ?? []).map((reason) => {
    const what = (reason.dataTruncationType ?? "unknown").replace(/^DATA_TRUNCATION_TYPE_/, "");
    const ranges = (reason.dataTruncationDateRanges ?? []).map(
      ({ startDate, endDate }) => `${startDate ?? "?"} to ${endDate ?? "?"}`,
    );
    const since = reason.dataTruncationDate ? ` before ${reason.dataTruncationDate}` : "";
    const where = ranges.length > 0 ? ` (${ranges.join(", ")})` : "";
    const said = reason.dataTruncationMessage ? `: ${reason.dataTruncationMessage}` : "";
    return warning("TRUNCATED", `Data is missing${since}${where}, because of ${what}${said}`);
  });

const restrictionWarnings = (metadata: ReportMetadataWire | null | undefined): readonly Warning[] => {
  const restrictions = metadata?.schemaRestrictionResponse?.activeMetricRestrictions ?? [];
  if (restrictions.length === 0) return [];
  const names = restrictions.map(
    ({ metricName, restrictedMetricTypes }) =>
      `${metricName ?? "a metric"} (${restrictedMetricTypes?.join(", ") ?? "restricted"})`,
  );
  return [
    warning("METRICS_RESTRICTED", `This login may not see ${names.join(", ")}: they are 0 here whatever they are.`),
  ];
};

/** Says that the last day is not over: its figures grow, and change for another two days. */
export const incompleteDayWarning = (ranges: readonly { readonly endDate: string }[]): readonly Warning[] =>
  ranges.some(({ endDate }) => endDate === "today" || /^0+daysAgo$/.test(endDate))
    ? [
        warning(
          "INCOMPLETE_DAY",
          "Today is not over, and Google needs 24 to 48 hours until a day's figures no longer change.",
        ),
      ]
    : [];
