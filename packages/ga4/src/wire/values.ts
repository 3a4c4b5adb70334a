/** A value of a table. Null: upstream gave none. */
export type CellValue = string | number | null;

const integer = /^-?\d+$/;
const decimal = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A metric's value as a number, by its content: headers call rates integers at times. What no number can hold exactly
 * (a large integer) or is no number (`(data not available)`) stays the text it is; nothing is null.
 */
export const toMetricValue = (raw: string | null | undefined): CellValue => {
  if (raw === null || raw === undefined || raw === "") return null;
  if (integer.test(raw)) return Number.isSafeInteger(Number(raw)) ? Number(raw) : raw;
  if (!decimal.test(raw)) return raw;
  const value = Number(raw);
  return Number.isFinite(value) ? value : raw;
};

interface DateForm {
  readonly type: "date" | "hour" | "minute";
  readonly pattern: RegExp;
  readonly iso: string;
}

const day: DateForm = { type: "date", pattern: /^(\d{4})(\d\d)(\d\d)$/, iso: "$1-$2-$3" };
const dateForms: ReadonlyMap<string, DateForm> = new Map([
  ["date", day],
  ["firstSessionDate", day],
  ["dateHour", { type: "hour", pattern: /^(\d{4})(\d\d)(\d\d)(\d\d)$/, iso: "$1-$2-$3T$4" }],
  ["dateHourMinute", { type: "minute", pattern: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/, iso: "$1-$2-$3T$4:$5" }],
]);

/** What a dimension's values are: dates, or text. Zero-padded counters (`nthDay`) are text: they sort as such. */
export const dimensionType = (name: string): DateForm["type"] | "text" => dateForms.get(name)?.type ?? "text";

/** A dimension's value; dates as ISO. `(not set)`, `(other)` and the empty text may stand in any dimension, even a date. */
export const toDimensionValue = (name: string, raw: string | null | undefined): string | null => {
  if (raw === null || raw === undefined) return null;
  const form = dateForms.get(name);
  return form ? raw.replace(form.pattern, form.iso) : raw;
};

/** `TYPE_CURRENCY` as `currency`; a header without a type as `unknown`. */
export const metricType = (type: string | null | undefined): string =>
  !type || type === "METRIC_TYPE_UNSPECIFIED" ? "unknown" : type.replace(/^TYPE_/, "").toLowerCase();
