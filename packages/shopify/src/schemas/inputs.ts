import { ConnectorError, type Issue } from "@trunkline/core";
import { z } from "zod";

/** A decimal amount as text, e.g. `"12.50"`. */
export const decimal = z
  .string()
  .regex(/^\d+(?:\.\d{1,6})?$/, 'Expected a decimal as text, e.g. "12.50"')
  .describe('Decimal as text, e.g. "12.50"');

/** ISO 4217. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, "Expected an ISO 4217 code, e.g. EUR")
  .describe("ISO 4217, e.g. EUR");

/** ISO 8601 with a time zone, so that nobody guesses it. */
export const isoTime = z.iso.datetime({ offset: true }).describe("ISO 8601 with time zone, e.g. 2026-11-01T08:30:00Z");

/** Tags to set or add. */
export const tagList = z.array(z.string().min(1).max(255)).max(250).describe("Tags, at most 250");

/** Extra information as pairs of key and value. */
export const attributeList = z
  .array(z.object({ key: z.string().min(1), value: z.string() }))
  .max(250)
  .describe("Extra information shown with the order, as key and value");

/** The value of a metafield that identifies its owner uniquely, e.g. an id of another system. */
export const CustomId = z
  .object({
    namespace: z.string().optional().describe("Default: the app's own namespace"),
    key: z.string().min(1),
    value: z.string().min(1),
  })
  .describe("A unique id metafield, e.g. the id in another system");

/** A field's name and its value. */
export type Chosen = readonly [name: string, value: unknown];

/**
 * The one field that is given out of several that exclude each other.
 * @throws ConnectorError `INVALID_INPUT` when none or more than one is given.
 */
export const exactlyOne = (fields: Readonly<Record<string, unknown>>, under = ""): Chosen => {
  const names = Object.keys(fields);
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const [only] = given;
  if (only && given.length === 1) return only;
  throw refuseInput([{ path: under, message: `Give exactly one of ${names.join(", ")}` }]);
};

/** A rule of the input that its schema cannot say. */
export const refuseInput = (issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message: `The input breaks a rule: ${issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ")}.`,
    issues,
  });

/** The fields that are given, for variables in which null would mean "delete". */
export const given = <T extends Record<string, unknown>>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/** An amount to send as `MoneyInput`. */
export const toMoneyInput = (amount: string, currency: string) => ({ amount, currencyCode: currency });

/** An amount to send as `MoneyBagInput`, in the shop's currency alone. */
export const toMoneyBagInput = (amount: string, currency: string) => ({ shopMoney: toMoneyInput(amount, currency) });

/**
 * The currency of amounts in the input.
 * @throws ConnectorError `INVALID_INPUT` when there are amounts but no currency.
 */
export const currencyFor = (amounts: readonly (string | undefined)[], currency: string | undefined): string => {
  if (currency !== undefined) return currency;
  if (amounts.every((amount) => amount === undefined)) return "";
  throw refuseInput([{ path: "currencyCode", message: "Required where the input has prices or amounts" }]);
};
