import type { ComposedCall } from "@trunkline/core";
import { ga4, toRecords } from "@trunkline/ga4";
import { pageKeyOf } from "./addresses.js";
import { byPage, type ComparedPages, sum, type VisitFigures } from "./figures.js";
import type { Periods } from "./period.js";
import { ga4PropertyUses, type SiteInput, withGa4Property } from "./sites.js";

const runReport = ga4.operations.reports.run;
const rowLimit = 50_000;

/** Ids of the operations that reading landing pages runs. */
export const visitPagesUses = [...ga4PropertyUses, runReport.id];

/** Visits from unpaid search by landing page. */
export interface VisitPages extends ComparedPages<VisitFigures> {
  readonly currency?: string;
}

type Row = ReturnType<typeof toRecords>[number];

const report = async (
  call: ComposedCall,
  input: SiteInput,
  { dimensions, ranges }: { readonly dimensions: readonly string[]; readonly ranges: Partial<Periods> },
) => {
  const answer = await withGa4Property(call, input, (property) =>
    call.run(runReport, {
      ...property,
      dimensions: ["hostName", "landingPage", ...dimensions],
      metrics: ["sessions", "purchaseRevenue"],
      dateRanges: Object.entries(ranges).map(([name, range]) => ({ ...range, name })),
      dimensionFilters: [{ field: "sessionMedium", op: "exact", value: "organic" }],
      orderBy: [{ field: "sessions", desc: true }],
      limit: rowLimit,
    }),
  );
  if (answer.nextCursor !== undefined)
    call.warn({
      code: "ROWS_CAPPED",
      message: `ga4 has ${answer.rowCount} rows of landing pages; only ${rowLimit} with most sessions were read.`,
    });
  const { currencyCode: currency } = answer;
  return { rows: toRecords(answer), ...(currency !== undefined && { currency }) };
};

const keyOf = ({ hostName, landingPage }: Row) => pageKeyOf(String(hostName), String(landingPage));
const addUpVisits = (rows: readonly Row[]): VisitFigures => ({
  sessions: sum(rows.map(({ sessions }) => Number(sessions))),
  revenue: sum(rows.map(({ purchaseRevenue }) => Number(purchaseRevenue))),
});

/** Visits from unpaid search in both periods. */
export const readVisitPages = async (call: ComposedCall, input: SiteInput, periods: Periods): Promise<VisitPages> => {
  const { rows, ...facts } = await report(call, input, { dimensions: [], ranges: periods });
  const within = (name: keyof Periods) =>
    byPage(
      rows.filter(({ dateRange }) => dateRange === name),
      keyOf,
      addUpVisits,
    );
  return { current: within("current"), previous: within("previous"), ...facts };
};

/** Visits from unpaid search in one period, by the engine that sent them. */
export const readVisitsByEngine = async (call: ComposedCall, input: SiteInput, { current }: Periods) => {
  const { rows, ...facts } = await report(call, input, { dimensions: ["sessionSource"], ranges: { current } });
  const from = (engine: string) =>
    byPage(
      rows.filter(({ sessionSource }) => String(sessionSource).toLowerCase().includes(engine)),
      keyOf,
      addUpVisits,
    );
  return { google: from("google"), bing: from("bing"), ...facts };
};
