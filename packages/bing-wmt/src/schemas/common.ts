import { z } from "zod";

const withoutQuotes = /^https?:\/\/[^\s"]+$/;

/** The site of a call. */
export const siteUrl = z
  .string()
  .regex(withoutQuotes, "Expected the site's address, e.g. https://nordlicht-tee.example/")
  .max(2_048)
  .describe("The site exactly as sites.list gives it, scheme, www and trailing slash included");

/** A page's address. */
export const pageUrl = z
  .string()
  .regex(withoutQuotes, "Expected an address, e.g. https://nordlicht-tee.example/products/sencha-uji")
  .max(2_048);

/** A page or folder; Bing also takes it without a scheme. */
export const looseUrl = z
  .string()
  .regex(/^[^\s"]+$/, "Expected an address without blanks and quotation marks")
  .max(2_048);

/** Reading needs either scope; an API key has both. */
export const readScopes = [["webmaster.read", "webmaster.manage"]] as const;

/** Writing needs the scope to manage; an API key has it. */
export const manageScopes = ["webmaster.manage"] as const;

/** A number whose meaning is told where it is known; Bing may send others. */
export const openNumber = (meanings: Readonly<Record<number, string>>, about?: string): z.ZodNumber =>
  z.number().describe(
    `${about ? `${about}: ` : ""}${Object.entries(meanings)
      .map(([value, meaning]) => `${value} = ${meaning}`)
      .join(", ")}`,
  );

/** A count as Bing sends it; absent or null counts as none. */
export const CountWire = z.number().nullish();
