import { createSeededRandom } from "@trunkline/core/simulator";
import { mix, pick } from "../data/pick.js";
import { failure, intOf, objectsOf, readBody } from "../failure.js";
import { type Device, devices, type Page, type Place, pages, places, site } from "../seed/shop.js";
import type { PropertyState } from "../state.js";
import { readFilter } from "./filter.js";
import { readOrder } from "./order.js";

const realtimeFields = [
  "dimensions",
  "metrics",
  "dimensionFilter",
  "metricFilter",
  "limit",
  "metricAggregations",
  "orderBys",
  "returnPropertyQuota",
  "minuteRanges",
];

/** Something that happened a moment ago. */
interface Moment {
  readonly minutesAgo: number;
  readonly user: string;
  readonly event: string;
  readonly page: Page;
  readonly place: Place;
  readonly device: Device;
}

const dimensionValues: Readonly<Record<string, (moment: Moment) => string>> = {
  appVersion: () => "(not set)",
  audienceName: () => "Alle Nutzer",
  audienceId: () => "701",
  audienceResourceName: () => `properties/${site.propertyId}/audiences/701`,
  city: ({ place }) => place.city,
  cityId: ({ place }) => place.city,
  country: ({ place }) => place.country,
  countryId: ({ place }) => place.countryId,
  deviceCategory: ({ device }) => device.category,
  eventName: ({ event }) => event,
  minutesAgo: ({ minutesAgo }) => String(minutesAgo).padStart(2, "0"),
  platform: () => "web",
  streamId: () => site.streamId,
  streamName: () => "Laden im Netz",
  unifiedScreenName: ({ page }) => page.title,
};

const metricNames = ["activeUsers", "eventCount", "keyEvents", "screenPageViews"];

/** Answers `runRealtimeReport`: no metadata, and nothing but `kind` when nobody is there. @throws GoogleFailure */
export const realtimeReport = (
  given: unknown,
  { seed, nowMs, property }: { readonly seed: number; readonly nowMs: number; readonly property: PropertyState },
) => {
  const body = readBody(given, realtimeFields);
  const dimensions = namesOf(
    body.dimensions,
    (name) => name in dimensionValues || name.startsWith("customUser:"),
    "dimension",
  );
  const metrics = namesOf(body.metrics, (name) => metricNames.includes(name), "metric");
  if (dimensions.length + metrics.length === 0) throw failure(400, "Requests require dimensions and/or metrics.");
  const ranges = rangesOf(body.minuteRanges);
  const { test } = readFilter(body.dimensionFilter);
  const keys = property.keyEventNames();
  const names = { dimensions: [...dimensions, ...(ranges.length > 1 ? ["dateRange"] : [])], metrics };
  const moments = momentsOf(seed, nowMs, property);
  const rows = ranges.flatMap(({ from, to, name }) =>
    group(
      moments.filter(({ minutesAgo }) => minutesAgo <= from && minutesAgo >= to),
      (moment) => {
        const read = (field: string): string => dimensionValues[field]?.(moment) ?? "(not set)";
        return test(read) ? [...dimensions.map(read), ...(ranges.length > 1 ? [name] : [])] : undefined;
      },
    ).map(({ dimensions: values, moments: own }) => ({
      dimensions: values,
      values: metrics.map((metric) => valueOfMetric(metric, own, keys)),
    })),
  );
  const ordered = body.orderBys ? rows.toSorted(readOrder(objectsOf(body.orderBys), names)) : rows;
  const page = ordered.slice(0, intOf(body.limit, 10_000));
  if (page.length === 0) return { body: { kind }, thresholded: false };
  return {
    body: {
      dimensionHeaders: names.dimensions.map((name) => ({ name })),
      metricHeaders: metrics.map((name) => ({ name, type: "TYPE_INTEGER" })),
      rows: page.map((row) => ({
        ...(row.dimensions.length > 0 && { dimensionValues: row.dimensions.map((value) => ({ value })) }),
        metricValues: row.values.map((value) => ({ value: String(value) })),
      })),
      rowCount: ordered.length,
      kind,
    },
    thresholded: dimensions.some((name) => name.startsWith("audience")),
  };
};

const kind = "analyticsData#runRealtimeReport";

const namesOf = (list: unknown, isKnown: (name: string) => boolean, what: string): string[] => {
  const names = objectsOf(list).map(({ name }) => String(name));
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined)
    throw failure(
      400,
      `Field ${unknown} is not a valid ${what}. For a list of valid dimensions and metrics, see the realtime schema `,
    );
  return names;
};

const rangesOf = (list: unknown): readonly { readonly from: number; readonly to: number; readonly name: string }[] => {
  const ranges = objectsOf(list);
  if (ranges.length > 2) throw failure(400, "Requests are limited to 2 minuteRanges.");
  if (ranges.length === 0) return [{ from: 29, to: 0, name: "date_range_0" }];
  return ranges.map(({ startMinutesAgo, endMinutesAgo, name }, index) => {
    const from = intOf(startMinutesAgo, 29);
    if (from > 29) throw failure(400, "startMinutesAgo cannot be more than 29 for standard properties.");
    return { from, to: intOf(endMinutesAgo, 0), name: typeof name === "string" ? name : `date_range_${index}` };
  });
};

/** Someone every few minutes by day, hardly anyone at night; and whatever was collected. */
const momentsOf = (seed: number, nowMs: number, property: PropertyState): readonly Moment[] => {
  const nowMinute = Math.floor(nowMs / 60_000);
  const simulated = Array.from({ length: 30 }, (_, minutesAgo) => {
    const minute = nowMinute - minutesAgo;
    const hour = Math.floor(minute / 60) % 24;
    const draw = createSeededRandom(mix(seed, minute, 7));
    const users = draw() < (hour >= 5 && hour < 23 ? 0.45 : 0.04) ? 1 + Math.floor(draw() * 2) : 0;
    return Array.from({ length: users }, (_unused, index): Moment[] => {
      const [page, place, device] = [pick(pages, draw), pick(places, draw), pick(devices, draw)];
      const base = { minutesAgo, user: `${minute}.${index}`, page, place, device };
      return [{ ...base, event: "page_view" }, ...(page.product ? [{ ...base, event: "view_item" }] : [])];
    }).flat();
  }).flat();
  const [home = pages[0], place = places[0], device = devices[0]] = [pages[0], places[0], devices[0]];
  if (!home || !place || !device) return simulated;
  const collected = property.collected.flatMap(({ name, clientId, atMs }) => {
    const minutesAgo = nowMinute - Math.floor(atMs / 60_000);
    return minutesAgo >= 0 && minutesAgo < 30
      ? [{ minutesAgo, user: clientId, event: name, page: home, place, device }]
      : [];
  });
  return [...simulated, ...collected];
};

const group = (moments: readonly Moment[], keyOf: (moment: Moment) => readonly string[] | undefined) => {
  const groups = new Map<string, { readonly dimensions: readonly string[]; readonly moments: Moment[] }>();
  for (const moment of moments) {
    const dimensions = keyOf(moment);
    if (!dimensions) continue;
    const key = dimensions.join("\u0000");
    const found = groups.get(key) ?? { dimensions, moments: [] };
    groups.set(key, found);
    found.moments.push(moment);
  }
  return [...groups.values()];
};

const valueOfMetric = (metric: string, moments: readonly Moment[], keyEvents: ReadonlySet<string>): number => {
  if (metric === "activeUsers") return new Set(moments.map(({ user }) => user)).size;
  if (metric === "keyEvents") return moments.filter(({ event }) => keyEvents.has(event)).length;
  if (metric === "screenPageViews") return moments.filter(({ event }) => event === "page_view").length;
  return moments.length;
};
