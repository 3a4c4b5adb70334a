import { z } from "zod";

/** A property, as Search Console names it. */
export const siteUrl = z
  .string()
  .max(2_048)
  .regex(
    /^(?:sc-domain:[^\s/:]+|[a-z][a-z-]*:\/\/\S+\/)$/,
    "Expected a property exactly as gsc.sites.list gives it: sc-domain:example.com, or https://www.example.com/ with its closing slash",
  )
  .describe("Property exactly as gsc.sites.list gives it: sc-domain:example.com or https://www.example.com/");

/** The property that a call is about. `siteOf` knows the one that is meant when none is given. */
export const siteInput = siteUrl
  .optional()
  .describe(
    "Property exactly as gsc.sites.list gives it: sc-domain:example.com or https://www.example.com/. Default: the connection's property",
  );

/** A property in an answer. */
export const SiteUrl = z.string().describe("Property, e.g. sc-domain:example.com or https://www.example.com/");

/** A web address. */
export const webAddress = z.url({ protocol: /^https?$/, error: "Expected an http or https address" }).max(2_048);

/** A string whose known values are told but not enforced: Google adds some without notice. */
export const openEnum = (values: readonly string[], about?: string): z.ZodString =>
  z.string().describe(`${about ? `${about}: ` : ""}${values.join(", ")}; others may appear`);

/** A moment in an answer. */
export const timestamp = z.string().describe("RFC 3339 time, UTC, e.g. 2026-11-01T08:30:00Z");

/** A day in an answer. */
export const Day = z.string().describe("Day in Pacific time, YYYY-MM-DD");

/** A 64-bit counter: Google sends them as text. */
export const CounterWire = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .nullish();
