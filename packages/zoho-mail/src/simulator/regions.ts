import { type DataCentreKey, dataCentreKeys, dataCentres } from "../wire/data-centres.js";

/** Which service of which data centre a host is. */
export interface HostRole {
  readonly service: "accounts" | "mail";
  readonly dataCentre: DataCentreKey;
}

/** What a host is for; nothing for hosts that are something else, as mail.zoho.ca is. */
export const roleOfHost = (host: string): HostRole | undefined => {
  const bare = host.toLowerCase().replace(/:\d+$/, "");
  for (const dataCentre of dataCentreKeys) {
    if (dataCentres[dataCentre].accountsHost === bare) return { service: "accounts", dataCentre };
    if (dataCentres[dataCentre].mailHost === bare) return { service: "mail", dataCentre };
  }
  return undefined;
};

/** Where each centre's servers keep their time, which shows in `sentDateInGMT`. */
const serverZones: Readonly<Record<DataCentreKey, string>> = {
  us: "America/Los_Angeles",
  eu: "Europe/Amsterdam",
  in: "Asia/Kolkata",
  au: "Australia/Sydney",
  jp: "Asia/Tokyo",
  ca: "America/Toronto",
  cn: "Asia/Shanghai",
  sa: "Asia/Riyadh",
  uk: "Europe/London",
  ae: "Asia/Dubai",
};

/** How far a zone is ahead of UTC at a moment. Milliseconds. */
export const offsetMs = (timeZone: string, at: number): number => {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
};

/**
 * What the service calls the sending time in GMT: the clock face in GMT read as the server's local time, in whole
 * seconds. In the us centre it lies 7 or 8 hours after the truth.
 */
export const sentDateInGmt = (dataCentre: DataCentreKey, sentAt: number): number =>
  Math.floor((sentAt - offsetMs(serverZones[dataCentre], sentAt)) / 1000) * 1000;

/** A moment as ISO 8601 in a zone, with its offset: `2026-06-11T01:45:49+02:00`. */
export const isoIn = (timeZone: string, at: number): string => {
  const offset = offsetMs(timeZone, at);
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const local = new Date(at + offset).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
};
