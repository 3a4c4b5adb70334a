import { z } from "zod";
import { present } from "./common.js";

const fields = {
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  company: z.string().optional(),
  address1: z.string().optional().describe("Street and number"),
  address2: z.string().optional().describe("Apartment, floor, building"),
  city: z.string().optional(),
  provinceCode: z.string().optional().describe("Subdivision code, e.g. BE for Berlin or ON for Ontario"),
  zip: z.string().optional().describe("Postal code"),
  countryCode: z.string().optional().describe("ISO 3166-1 alpha-2, e.g. DE"),
  phone: z.string().optional().describe("E.164, e.g. +4930901820"),
};

/** A postal address. */
export const Address = z.object(fields);
/** A postal address. */
export type Address = z.infer<typeof Address>;

/** A postal address to write. */
export const AddressInput = z.strictObject({
  ...fields,
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, "Expected an ISO 3166-1 alpha-2 code, e.g. DE")
    .optional()
    .describe("ISO 3166-1 alpha-2, e.g. DE"),
});

/** `MailingAddress`. */
export const AddressWire = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  provinceCode: z.string().nullish(),
  zip: z.string().nullish(),
  countryCodeV2: z.string().nullish(),
  phone: z.string().nullish(),
});

/** Fields of a `MailingAddress` selection. */
export const addressFields =
  "{ firstName lastName company address1 address2 city provinceCode zip countryCodeV2 phone }";

/** The address as we promise it; nothing where there is none or it is withheld. */
export const toAddress = (wire: z.output<typeof AddressWire> | null | undefined): Address | undefined => {
  if (!wire) return undefined;
  const { countryCodeV2, ...rest } = wire;
  return present({ ...rest, countryCode: countryCodeV2 });
};

/** Extra information kept with an object. */
export const Attribute = z.object({ key: z.string(), value: z.string().optional() });

/** `Attribute`. */
export const AttributeWire = z.object({ key: z.string(), value: z.string().nullish() });

/** Attributes as we promise them. */
export const toAttributes = (wires: readonly z.output<typeof AttributeWire>[]): z.infer<typeof Attribute>[] =>
  wires.map((wire) => present(wire));
