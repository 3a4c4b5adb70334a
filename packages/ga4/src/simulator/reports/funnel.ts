import { compactDay, type Day } from "../data/days.js";
import { failure, intOf, objectOf, objectsOf, readBody } from "../failure.js";
import { knownVisits, type Sources } from "./collect.js";
import { type Deed, readStep, type Step, walk } from "./funnel-steps.js";
import { dimensionOf, readQuery } from "./query.js";

const funnelFields = [
  "property",
  "dateRanges",
  "funnel",
  "funnelBreakdown",
  "funnelNextAction",
  "funnelVisualizationType",
  "segments",
  "limit",
  "dimensionFilter",
  "returnPropertyQuota",
];

/** How far a user got, and the group that the user counts in. */
interface Journey {
  readonly reached: number;
  readonly group: string;
  readonly day: Day;
}

/** Answers `runFunnelReport`: steps that nobody reached are left out. @throws GoogleFailure */
export const funnelReport = (given: unknown, sources: Sources, today: Day) => {
  const body = readBody(given, funnelFields);
  const funnel = objectOf(body.funnel);
  const steps = objectsOf(funnel?.steps).map((step, index) => readStep(step, index, sources));
  if (steps.length === 0) throw failure(400, "A funnel requires at least one step.");
  const breakdown = objectOf(objectOf(body.funnelBreakdown)?.breakdownDimension);
  const groupName = breakdown ? String(breakdown.name) : undefined;
  const field = groupName === undefined ? undefined : dimensionOf(groupName, sources.property);
  const query = readQuery(
    { dimensions: [{ name: "date" }], dateRanges: body.dateRanges, dimensionFilter: body.dimensionFilter },
    sources.property,
    today,
  );
  const journeys = [...deedsByUser(query, sources).values()].flatMap((deeds): Journey[] => {
    const [first] = deeds;
    if (!first) return [];
    const reached = walk(steps, deeds, funnel?.isOpenFunnel === true);
    const group = field?.value({ visit: first.visit, hit: first.hit, firstDay: 0, given: {} }) ?? "RESERVED_TOTAL";
    return reached === 0 ? [] : [{ reached, group, day: first.visit.day }];
  });
  const isTrended = body.funnelVisualizationType === "TRENDED_FUNNEL";
  const limit = intOf(objectOf(body.funnelBreakdown)?.limit, 5);
  return {
    body: {
      funnelTable: tableOf(steps, journeys, groupName === undefined ? undefined : { name: groupName, limit }),
      funnelVisualization: visualizationOf(steps, journeys, isTrended),
      kind: "analyticsData#runFunnelReport",
    },
    days: query.days,
    steps: steps.length,
  };
};

const deedsByUser = (query: ReturnType<typeof readQuery>, sources: Sources): ReadonlyMap<string, readonly Deed[]> => {
  const byUser = new Map<string, Deed[]>();
  for (const span of query.spans)
    for (const visit of knownVisits(sources, span)) {
      const start = (visit.day * 1_440 + visit.minute) * 60;
      const deeds = byUser.get(visit.visitor.id) ?? [];
      byUser.set(visit.visitor.id, deeds);
      for (const [index, hit] of visit.hits.entries()) {
        const scene = { visit, hit, firstDay: span.from, given: {} };
        if (query.filter((name) => dimensionOf(name, sources.property).value(scene)))
          deeds.push({ visit, hit, atSeconds: start + index * 8 });
      }
    }
  for (const deeds of byUser.values()) deeds.sort((a, b) => a.atSeconds - b.atSeconds);
  return byUser;
};

const funnelMetrics = [
  "activeUsers",
  "funnelStepCompletionRate",
  "funnelStepAbandonments",
  "funnelStepAbandonmentRate",
];

/** Rates are typed as integers, as they came live. */
const tableOf = (
  steps: readonly Step[],
  journeys: readonly Journey[],
  breakdown: { readonly name: string; readonly limit: number } | undefined,
) => {
  const sizes = new Map<string, number>();
  for (const { group } of journeys) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const groups = breakdown
    ? [...sizes]
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, breakdown.limit)
        .map(([group]) => group)
    : [];
  const rows = steps.flatMap(({ name }, index) =>
    (breakdown ? ["RESERVED_TOTAL", ...groups] : [undefined]).flatMap((group) => {
      const own = journeys.filter(
        (journey) => group === undefined || group === "RESERVED_TOTAL" || journey.group === group,
      );
      const here = own.filter(({ reached }) => reached > index).length;
      if (here === 0) return [];
      const on = own.filter(({ reached }) => reached > index + 1).length;
      const lost = index === steps.length - 1 ? 0 : here - on;
      return [
        {
          dimensionValues: [{ value: `${index + 1}. ${name}` }, ...(group === undefined ? [] : [{ value: group }])],
          metricValues: [here, on / here, lost, lost / here].map((value) => ({ value: String(value) })),
        },
      ];
    }),
  );
  return {
    dimensionHeaders: [{ name: "funnelStepName" }, ...(breakdown ? [{ name: breakdown.name }] : [])],
    metricHeaders: funnelMetrics.map((name) => ({ name, type: "TYPE_INTEGER" })),
    ...(rows.length > 0 && { rows }),
    metadata: {},
  };
};

const visualizationOf = (steps: readonly Step[], journeys: readonly Journey[], isTrended: boolean) => {
  const days = isTrended ? [...new Set(journeys.map(({ day }) => day))].toSorted((a, b) => a - b) : [undefined];
  const rows = steps.flatMap(({ name }, index) =>
    days.flatMap((day) => {
      const users = journeys.filter(
        (journey) => journey.reached > index && (day === undefined || journey.day === day),
      ).length;
      if (users === 0) return [];
      const dimensionValues = [
        { value: `${index + 1}. ${name}` },
        ...(day === undefined ? [] : [{ value: compactDay(day) }]),
      ];
      return [{ dimensionValues, metricValues: [{ value: String(users) }] }];
    }),
  );
  return {
    dimensionHeaders: [{ name: "funnelStepName" }, ...(isTrended ? [{ name: "date" }] : [])],
    metricHeaders: [{ name: "activeUsers", type: "TYPE_INTEGER" }],
    ...(rows.length > 0 && { rows }),
    metadata: {},
  };
};
