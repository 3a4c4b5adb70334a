import { site } from "../seed/shop.js";
import { compactDay, type Day, weekday } from "./days.js";
import type { Hit, Visit } from "./traffic.js";

/** What a dimension's value is read from. */
export interface Scene {
  readonly visit: Visit;
  readonly hit: Hit | undefined;
  /** First day of the range. */
  readonly firstDay: Day;
  /** Values that the request itself gives: range, comparison, cohort. */
  readonly given: Readonly<Record<string, string>>;
}

/** A dimension of the property. */
export interface DimensionField {
  readonly name: string;
  readonly title: string;
  readonly category: string;
  /** Item fields do not go with session figures. */
  readonly scope: "session" | "event" | "item";
  value(scene: Scene): string;
}

const dimension = (
  name: string,
  title: string,
  category: string,
  scope: DimensionField["scope"],
  value: DimensionField["value"],
): DimensionField => ({ name, title, category, scope, value });

const pad = (value: number, length: number): string => String(value).padStart(length, "0");
const hourOf = ({ visit }: Scene): string => pad(Math.floor(visit.minute / 60), 2);
const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const notSet = "(not set)";

const time: readonly DimensionField[] = [
  dimension("date", "Date", "Time", "session", ({ visit }) => compactDay(visit.day)),
  dimension(
    "dateHour",
    "Date + hour (YYYYMMDDHH)",
    "Time",
    "session",
    (scene) => compactDay(scene.visit.day) + hourOf(scene),
  ),
  dimension("hour", "Hour", "Time", "session", hourOf),
  dimension("dayOfWeek", "Day of week", "Time", "session", ({ visit }) => String(weekday(visit.day))),
  dimension(
    "dayOfWeekName",
    "Day of week name",
    "Time",
    "session",
    ({ visit }) => dayNames[weekday(visit.day)] ?? notSet,
  ),
  dimension("month", "Month", "Time", "session", ({ visit }) => compactDay(visit.day).slice(4, 6)),
  dimension("year", "Year", "Time", "session", ({ visit }) => compactDay(visit.day).slice(0, 4)),
  dimension("yearMonth", "Year month", "Time", "session", ({ visit }) => compactDay(visit.day).slice(0, 6)),
  dimension("nthDay", "Nth day", "Time", "session", ({ visit, firstDay }) => pad(visit.day - firstDay, 4)),
  dimension("firstSessionDate", "First session date", "Time", "session", ({ visit }) =>
    compactDay(visit.visitor.firstDay),
  ),
];

const traffic: readonly DimensionField[] = [
  dimension("sessionSource", "Session source", "Traffic source", "session", ({ visit }) => visit.source.source),
  dimension("sessionMedium", "Session medium", "Traffic source", "session", ({ visit }) => visit.source.medium),
  dimension(
    "sessionSourceMedium",
    "Session source / medium",
    "Traffic source",
    "session",
    ({ visit }) => `${visit.source.source} / ${visit.source.medium}`,
  ),
  dimension(
    "sessionCampaignName",
    "Session campaign",
    "Traffic source",
    "session",
    ({ visit }) => visit.source.campaign,
  ),
  dimension(
    "sessionDefaultChannelGroup",
    "Session default channel group",
    "Traffic source",
    "session",
    ({ visit }) => visit.source.channel,
  ),
  dimension(
    "defaultChannelGroup",
    "Default channel group",
    "Attribution",
    "session",
    ({ visit }) => visit.source.channel,
  ),
  dimension("newVsReturning", "New / returning", "User", "session", ({ visit }) => (visit.isNew ? "new" : "returning")),
];

const people: readonly DimensionField[] = [
  dimension("country", "Country", "Geography", "session", ({ visit }) => visit.visitor.place.country),
  dimension("countryId", "Country ID", "Geography", "session", ({ visit }) => visit.visitor.place.countryId),
  dimension("city", "City", "Geography", "session", ({ visit }) => visit.visitor.place.city),
  dimension(
    "deviceCategory",
    "Device category",
    "Platform / device",
    "session",
    ({ visit }) => visit.visitor.device.category,
  ),
  dimension(
    "operatingSystem",
    "Operating system",
    "Platform / device",
    "session",
    ({ visit }) => visit.visitor.device.os,
  ),
  dimension("browser", "Browser", "Platform / device", "session", ({ visit }) => visit.visitor.device.browser),
  dimension("platform", "Platform", "Platform / device", "session", () => "web"),
  dimension("userAgeBracket", "Age", "Demographics", "session", ({ visit }) => visit.visitor.age),
  dimension("userGender", "Gender", "Demographics", "session", ({ visit }) => visit.visitor.gender),
  dimension("audienceName", "Audience name", "Audience", "session", ({ visit }) =>
    visit.isEngaged ? "Käufer" : "Alle Nutzer",
  ),
];

const content: readonly DimensionField[] = [
  dimension("landingPage", "Landing page", "Page / screen", "session", ({ visit }) => visit.landing.path),
  dimension(
    "landingPagePlusQueryString",
    "Landing page + query string",
    "Page / screen",
    "session",
    ({ visit }) => visit.landing.path,
  ),
  dimension("hostName", "Hostname", "Page / screen", "session", () => site.host),
  dimension("streamId", "Stream ID", "Platform / device", "session", () => site.streamId),
  dimension("pagePath", "Page path", "Page / screen", "event", ({ hit }) => hit?.page.path ?? notSet),
  dimension("pageTitle", "Page title", "Page / screen", "event", ({ hit }) => hit?.page.title ?? notSet),
  dimension(
    "unifiedScreenName",
    "Page title and screen name",
    "Page / screen",
    "event",
    ({ hit }) => hit?.page.title ?? notSet,
  ),
  dimension("eventName", "Event name", "Event", "event", ({ hit }) => hit?.event ?? notSet),
  dimension("itemName", "Item name", "E-commerce", "item", ({ hit }) => hit?.product?.title ?? notSet),
  dimension("itemId", "Item ID", "E-commerce", "item", ({ hit }) => hit?.product?.handle ?? notSet),
  dimension("itemCategory", "Item category", "E-commerce", "item", ({ hit }) => hit?.product?.category ?? notSet),
];

/** Every standard dimension, by name. */
export const dimensionFields: ReadonlyMap<string, DimensionField> = new Map(
  [...time, ...traffic, ...people, ...content].map((field) => [field.name, field]),
);

/** Dimensions whose small groups are hidden. */
export const thresholdedFields: ReadonlySet<string> = new Set([
  "userAgeBracket",
  "userGender",
  "brandingInterest",
  "audienceId",
  "audienceName",
]);
