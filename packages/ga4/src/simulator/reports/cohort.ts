import { type Day, resolveDay } from "../data/days.js";
import { failure, objectOf, objectsOf } from "../failure.js";
import type { PropertyState } from "../state.js";
import { type Query, readQuery, type Span } from "./query.js";

const units = { DAILY: 1, WEEKLY: 7, MONTHLY: 30 } as const;
const offsetNames = { DAILY: "cohortNthDay", WEEKLY: "cohortNthWeek", MONTHLY: "cohortNthMonth" } as const;

/** A cohort question as spans, one for each cohort and offset. @throws GoogleFailure */
export const readCohorts = (body: Record<string, unknown>, property: PropertyState, today: Day): Query => {
  if (body.dateRanges) throw failure(400, "dateRanges must not be given with cohorts.");
  const spec = objectOf(body.cohortSpec) ?? {};
  if (spec.cohortReportSettings) throw failure(400, "cohortReportSettings is not supported in runReport.");
  const range = objectOf(spec.cohortsRange) ?? {};
  const granularity = String(range.granularity) as keyof typeof units;
  const unit = units[granularity];
  if (!unit) throw failure(400, "cohortsRange needs a granularity.");
  const names = objectsOf(body.dimensions).map(({ name }) => String(name));
  if (!names.includes("cohort")) throw failure(400, "The dimension cohort is required with cohorts.");
  const own = new Set<string>(["cohort", offsetNames[granularity]]);
  const spans = objectsOf(spec.cohorts).flatMap((cohort, index) =>
    spansOf(cohort, { index, unit, offsetName: offsetNames[granularity], range, today }),
  );
  const rest = objectsOf(body.dimensions).filter(({ name }) => !own.has(String(name)));
  const query = readQuery(
    { ...body, dimensions: rest, dateRanges: [{ startDate: "yesterday", endDate: "yesterday" }] },
    property,
    today,
  );
  return { ...query, dimensions: names, spans, days: spans.reduce((sum, { from, to }) => sum + to - from + 1, 0) };
};

interface CohortFrame {
  readonly index: number;
  readonly unit: number;
  readonly offsetName: string;
  readonly range: Record<string, unknown>;
  readonly today: Day;
}

/** Offsets count from each user's own first day; a span of days covers all of them, and the test picks. */
const spansOf = (
  cohort: Record<string, unknown>,
  { index, unit, offsetName, range, today }: CohortFrame,
): readonly Span[] => {
  const { startDate, endDate } = objectOf(cohort.dateRange) ?? {};
  const [from, to] = [resolveDay(String(startDate), today), resolveDay(String(endDate), today)];
  if (cohort.dimension !== "firstSessionDate" || from === undefined || to === undefined || from > to)
    throw failure(400, "A cohort needs the dimension firstSessionDate and a date range.");
  const [first, last] = [Number(range.startOffset ?? 0), Number(range.endOffset ?? 0)];
  const name = typeof cohort.name === "string" ? cohort.name : `cohort_${index}`;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).map((offset) => ({
    from: from + offset * unit,
    to: Math.min(today, to + offset * unit + unit - 1),
    given: { cohort: name, [offsetName]: String(offset).padStart(4, "0") },
    test: (read) => {
      const firstDay =
        Date.parse(String(read("firstSessionDate")).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")) / 86_400_000;
      const day = Date.parse(String(read("date")).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")) / 86_400_000;
      return firstDay >= from && firstDay <= to && Math.floor((day - firstDay) / unit) === offset;
    },
  }));
};

/** `cohortTotalUsers` is the size of the cohort at every offset, not of those who came back. */
export const withCohortSizes = <
  R extends { readonly dimensions: readonly string[]; readonly values: readonly number[] },
>(
  rows: readonly R[],
  { dimensions, metrics }: Pick<Query, "dimensions" | "metrics">,
): readonly R[] => {
  const at = metrics.findIndex(({ name }) => name === "cohortTotalUsers");
  const offsetAt = dimensions.findIndex((name) => name.startsWith("cohortNth"));
  if (at === -1 || offsetAt === -1) return rows;
  const keyOf = ({ dimensions: values }: R): string => values.filter((_, index) => index !== offsetAt).join("\u0000");
  const sizes = new Map(
    rows.filter((row) => row.dimensions[offsetAt] === "0000").map((row) => [keyOf(row), row.values[at] ?? 0]),
  );
  return rows.map((row) => ({
    ...row,
    values: row.values.map((value, index) => (index === at ? (sizes.get(keyOf(row)) ?? value) : value)),
  }));
};
