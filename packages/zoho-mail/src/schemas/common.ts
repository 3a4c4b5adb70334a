import { z } from "zod";
import { type ParsedAddress, parseAddresses } from "../wire/addresses.js";

/** An id of Zoho's as input: digits as text, since a number would lose the last of its 19. */
export const idInput = (what: string): z.ZodString =>
  z
    .string()
    .regex(/^\d{1,20}$/, "Expected the digits of an id, as text")
    .describe(what);

/** Several ids. */
export const idsInput = (what: string) => z.array(idInput(what)).min(1).max(200).describe(`${what}; at most 200`);

/** An id in an answer. */
export const id = (what: string): z.ZodString => z.string().describe(`${what}; digits as text`);

/** A moment in an answer. */
export const instant = (what: string): z.ZodString => z.string().describe(`${what}; ISO 8601, UTC`);

/** A string whose known values are told but not enforced: Zoho may add some. */
export const openEnum = (values: readonly string[], about: string): z.ZodString =>
  z.string().describe(`${about}: ${values.join(", ")}; others may appear`);

/** One person of a From, To or Cc. */
export const Address = z.object({
  email: z.string().describe("Address, or whatever the header says in its place"),
  name: z.string().optional(),
});
/** One person of a From, To or Cc. */
export type Address = z.infer<typeof Address>;

/** The sender from an address header and a separate display name. */
export const toSender = (header: string | undefined, sender: string | undefined): ParsedAddress | undefined => {
  const [parsed] = parseAddresses(header ?? sender);
  if (!parsed) return undefined;
  const name = parsed.name ?? (sender !== undefined && !sender.includes("@") ? sender : undefined);
  return name === undefined ? { email: parsed.email } : { email: parsed.email, name };
};
