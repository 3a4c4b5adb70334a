import type { Hit, Visit } from "./traffic.js";

/** Figures of one row, added up visit by visit. */
export interface Tally {
  sessions: number;
  engaged: number;
  seconds: number;
  events: number;
  views: number;
  keyEvents: number;
  purchases: number;
  revenue: number;
  itemsBought: number;
  itemsViewed: number;
  itemsAdded: number;
  readonly users: Set<string>;
  readonly activeUsers: Set<string>;
  readonly newUsers: Set<string>;
}

/** Nothing yet. */
export const emptyTally = (): Tally => ({
  sessions: 0,
  engaged: 0,
  seconds: 0,
  events: 0,
  views: 0,
  keyEvents: 0,
  purchases: 0,
  revenue: 0,
  itemsBought: 0,
  itemsViewed: 0,
  itemsAdded: 0,
  users: new Set(),
  activeUsers: new Set(),
  newUsers: new Set(),
});

/** Adds a visit with those of its hits that belong to the row. `weight` is above 1 where visits were sampled. */
export const addVisit = (
  tally: Tally,
  visit: Visit,
  hits: readonly Hit[],
  { keyEvents, weight }: { readonly keyEvents: ReadonlySet<string>; readonly weight: number },
): void => {
  tally.sessions += weight;
  tally.users.add(visit.visitor.id);
  if (visit.isNew) tally.newUsers.add(visit.visitor.id);
  if (visit.isEngaged || visit.isNew) tally.activeUsers.add(visit.visitor.id);
  if (visit.isEngaged) tally.engaged += weight;
  tally.seconds += visit.durationSeconds * weight;
  for (const { event, quantity, revenue } of hits) {
    tally.events += weight;
    if (event === "page_view") tally.views += weight;
    if (keyEvents.has(event)) tally.keyEvents += weight;
    if (event === "view_item") tally.itemsViewed += weight;
    if (event === "add_to_cart") tally.itemsAdded += quantity * weight;
    if (event !== "purchase") continue;
    tally.purchases += weight;
    tally.itemsBought += quantity * weight;
    tally.revenue += revenue * weight;
  }
};

/** A metric of the property. */
export interface MetricField {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly category: string;
  readonly scope: "session" | "any" | "item";
  value(tally: Tally, weight: number): number;
}

const metric = (
  name: string,
  title: string,
  type: string,
  scope: MetricField["scope"],
  value: MetricField["value"],
): MetricField => ({
  name,
  title,
  type: `TYPE_${type}`,
  category: scope === "item" ? "E-commerce" : "Session",
  scope,
  value,
});

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const euros = (amount: number): number => Math.round(amount * 100) / 100;

/** Every standard metric, by name. */
export const metricFields: ReadonlyMap<string, MetricField> = new Map(
  [
    metric("sessions", "Sessions", "INTEGER", "session", ({ sessions }) => sessions),
    metric("engagedSessions", "Engaged sessions", "INTEGER", "session", ({ engaged }) => engaged),
    metric("engagementRate", "Engagement rate", "FLOAT", "session", ({ engaged, sessions }) =>
      share(engaged, sessions),
    ),
    metric("bounceRate", "Bounce rate", "FLOAT", "session", ({ engaged, sessions }) =>
      sessions === 0 ? 0 : 1 - engaged / sessions,
    ),
    metric("averageSessionDuration", "Average session duration", "SECONDS", "session", ({ seconds, sessions }) =>
      share(seconds, sessions),
    ),
    metric("userEngagementDuration", "User engagement", "SECONDS", "session", ({ seconds }) => seconds),
    metric("screenPageViewsPerSession", "Views per session", "FLOAT", "session", ({ views, sessions }) =>
      share(views, sessions),
    ),
    metric("sessionsPerUser", "Sessions per user", "FLOAT", "session", ({ sessions, activeUsers }) =>
      share(sessions, activeUsers.size),
    ),
    metric("totalUsers", "Total users", "INTEGER", "any", ({ users }, weight) => users.size * weight),
    metric("activeUsers", "Active users", "INTEGER", "any", ({ activeUsers }, weight) => activeUsers.size * weight),
    metric("newUsers", "New users", "INTEGER", "any", ({ newUsers }, weight) => newUsers.size * weight),
    metric("cohortTotalUsers", "Cohort total users", "INTEGER", "any", ({ users }) => users.size),
    metric("cohortActiveUsers", "Cohort active users", "INTEGER", "any", ({ users }) => users.size),
    metric("eventCount", "Event count", "INTEGER", "any", ({ events }) => events),
    metric("screenPageViews", "Views", "INTEGER", "any", ({ views }) => views),
    metric("keyEvents", "Key events", "FLOAT", "any", ({ keyEvents }) => keyEvents),
    metric("ecommercePurchases", "E-commerce purchases", "INTEGER", "any", ({ purchases }) => purchases),
    metric("transactions", "Transactions", "INTEGER", "any", ({ purchases }) => purchases),
    metric("purchaseRevenue", "Purchase revenue", "CURRENCY", "any", ({ revenue }) => euros(revenue)),
    metric("totalRevenue", "Total revenue", "CURRENCY", "any", ({ revenue }) => euros(revenue)),
    metric("allConversionsByConversionDate", "All conversions", "FLOAT", "any", ({ keyEvents }) => keyEvents),
    metric("itemRevenue", "Item revenue", "CURRENCY", "item", ({ revenue }) => euros(revenue)),
    metric("itemsPurchased", "Items purchased", "INTEGER", "item", ({ itemsBought }) => itemsBought),
    metric("itemsViewed", "Items viewed", "INTEGER", "item", ({ itemsViewed }) => itemsViewed),
    metric("itemsAddedToCart", "Items added to cart", "INTEGER", "item", ({ itemsAdded }) => itemsAdded),
  ].map((field) => [field.name, field]),
);
