const dayMs = 86_400_000;

/** Search Console counts by this zone, whatever the property's country. */
const zone = "America/Los_Angeles";

const dayFormat = new Intl.DateTimeFormat("en-CA", {
  timeZone: zone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The day in Pacific time, `YYYY-MM-DD`. */
export const pacificDay = (epochMs: number): string => dayFormat.format(epochMs);

const toUtcMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day so many days later, or earlier where negative. */
export const addDays = (day: string, days: number): string =>
  new Date(toUtcMs(day) + days * dayMs).toISOString().slice(0, 10);

/** The same day of an earlier or later month; the month's last day where it is shorter. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
};

/** How many days a range has, both ends counted. */
export const countDays = (startDate: string, endDate: string): number =>
  Math.round((toUtcMs(endDate) - toUtcMs(startDate)) / dayMs) + 1;

/** Every day of a range, both ends included, oldest first. */
export const listDays = (startDate: string, endDate: string): readonly string[] =>
  Array.from({ length: Math.max(0, countDays(startDate, endDate)) }, (_, index) => addDays(startDate, index));

const hourMs = 3_600_000;

/** Milliseconds until the next midnight in Pacific time. */
export const untilPacificMidnightMs = (epochMs: number): number => {
  const today = pacificDay(epochMs);
  const intoHourMs = epochMs % hourMs;
  // The zone's offset is whole hours, and a day has at most 25 of them.
  for (let hours = 1; hours <= 25; hours += 1)
    if (pacificDay(epochMs - intoHourMs + hours * hourMs) !== today) return hours * hourMs - intoHourMs;
  return dayMs;
};

/** The moment a reply was made by Google's clock, where it says. Milliseconds since the epoch. */
export const repliedAtMs = (headers: Readonly<Record<string, string>>): number | undefined => {
  const ms = Date.parse(headers.date ?? "");
  return Number.isNaN(ms) ? undefined : ms;
};
