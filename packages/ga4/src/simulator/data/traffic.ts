import { createSeededRandom } from "@trunkline/core/simulator";
import {
  type Device,
  devices,
  type Page,
  type Place,
  type Product,
  pages,
  places,
  products,
  type Source,
  site,
  sources,
} from "../seed/shop.js";
import { type Day, parseDay, weekday } from "./days.js";
import { type Draw, mix, pick } from "./pick.js";

/** Who visits. What is theirs stays theirs from visit to visit. */
export interface Visitor {
  readonly id: string;
  readonly firstDay: Day;
  readonly place: Place;
  readonly device: Device;
  readonly age: string;
  readonly gender: string;
}

/** Something that happens in a visit. */
export interface Hit {
  readonly event: string;
  readonly page: Page;
  readonly product?: Product;
  readonly quantity: number;
  /** Euros. */
  readonly revenue: number;
}

/** A session. */
export interface Visit {
  readonly day: Day;
  readonly index: number;
  /** Minutes since midnight. */
  readonly minute: number;
  readonly visitor: Visitor;
  readonly isNew: boolean;
  readonly landing: Page;
  readonly source: Source;
  readonly isEngaged: boolean;
  readonly durationSeconds: number;
  readonly hits: readonly Hit[];
}

/** The site's traffic: every visit is worked out from the seed when it is asked for, none is stored. */
export interface Traffic {
  readonly firstDay: Day;
  /** Visits of a day. */
  count(day: Day): number;
  visits(day: Day): Iterable<Visit>;
}

const ages = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+", "unknown"].map((age, index) => ({
  age,
  weight: [8, 19, 21, 18, 12, 8, 30][index] ?? 1,
}));
const genders = [
  { gender: "female", weight: 38 },
  { gender: "male", weight: 30 },
  { gender: "unknown", weight: 32 },
];
/** Against an even year: tea sells in the dark months. */
const months = [1.15, 1.05, 0.95, 0.85, 0.8, 0.7, 0.7, 0.75, 0.9, 1.1, 1.4, 1.6];

/** The traffic that a seed decides. */
export const createTraffic = (seed: number): Traffic => {
  const firstDay = parseDay(site.firstDay) ?? 0;
  const count = (day: Day): number => {
    if (day < firstDay) return 0;
    const season = months[new Date(day * 86_400_000).getUTCMonth()] ?? 1;
    const weekend = weekday(day) === 0 ? 1.25 : weekday(day) === 6 ? 1.1 : 1;
    const growth = 1 + (day - firstDay) / 1_500;
    const noise = 0.85 + createSeededRandom(mix(seed, day, 1))() * 0.3;
    return Math.round(130 * season * weekend * growth * noise);
  };

  /** The first visit of whoever makes this one: a returning visitor is one of an earlier day. */
  const originOf = (day: Day, index: number): { readonly day: Day; readonly index: number } => {
    const draw = createSeededRandom(mix(seed, day, index, 2));
    if (draw() < 0.62) return { day, index };
    const earlier = day - 1 - Math.floor(draw() ** 2 * 45);
    if (earlier < firstDay) return { day, index };
    return originOf(earlier, Math.floor(draw() * count(earlier)));
  };

  const visitorOf = ({ day, index }: { readonly day: Day; readonly index: number }): Visitor => {
    const draw = createSeededRandom(mix(seed, day, index, 3));
    return {
      id: `${1_000_000_000 + (mix(seed, day, index, 4) % 1_000_000_000)}.${day * 86_400 + index}`,
      firstDay: day,
      place: pick(places, draw),
      device: pick(devices, draw),
      age: pick(ages, draw).age,
      gender: pick(genders, draw).gender,
    };
  };

  const visit = (day: Day, index: number): Visit => {
    const origin = originOf(day, index);
    const draw = createSeededRandom(mix(seed, day, index, 5));
    const isNew = origin.day === day && origin.index === index;
    const [landing, source] = [pick(pages, draw), pick(sources, draw)];
    const isEngaged = draw() < 0.58;
    return {
      day,
      index,
      minute: minuteOf(draw),
      visitor: visitorOf(origin),
      isNew,
      landing,
      source,
      isEngaged,
      durationSeconds: isEngaged ? 15 + Math.round(draw() ** 2 * 600) : Math.round(draw() * 9),
      hits: hitsOf({ landing, source, isNew, isEngaged }, draw),
    };
  };

  return {
    firstDay,
    count,
    *visits(day) {
      const all = count(day);
      for (let index = 0; index < all; index += 1) yield visit(day, index);
    },
  };
};

/** Few at night, most in the evening. */
const minuteOf = (draw: Draw): number => Math.min(1_439, Math.floor((0.25 + 0.75 * Math.sqrt(draw())) * 1_440));

const hitsOf = (
  { landing, source, isNew, isEngaged }: Pick<Visit, "landing" | "source" | "isNew" | "isEngaged">,
  draw: Draw,
): readonly Hit[] => {
  const hit = (event: string, page: Page, product?: Product, quantity = 0, revenue = 0): Hit => ({
    event,
    page,
    ...(product && { product }),
    quantity,
    revenue,
  });
  const hits = [...(isNew ? [hit("first_visit", landing)] : []), hit("session_start", landing)];
  const seen = [landing, ...Array.from({ length: isEngaged ? Math.floor(draw() * 5) : 0 }, () => pick(pages, draw))];
  for (const page of seen) {
    hits.push(hit("page_view", page));
    if (page.product) hits.push(hit("view_item", page, page.product));
  }
  if (!isEngaged) return hits;
  hits.push(hit("user_engagement", landing));
  if (draw() < 0.02) hits.push(hit("sign_up", landing));
  const wanted = seen.find(({ product }) => product)?.product ?? products[Math.floor(draw() * products.length)];
  if (!wanted || draw() > 0.075 * source.worth) return hits;
  const page = pages.find(({ product }) => product === wanted) ?? landing;
  const quantity = 1 + Math.floor(draw() * 3);
  hits.push(hit("add_to_cart", page, wanted, quantity));
  if (draw() < 0.45) hits.push(hit("begin_checkout", page, wanted, quantity));
  else return hits;
  if (draw() < 0.4) hits.push(hit("purchase", page, wanted, quantity, Math.round(wanted.price * quantity * 100) / 100));
  return hits;
};
