import { z } from "zod";
import { present } from "../wire/present.js";

/** A site of the account. */
export const Site = z.object({
  url: z.string().describe("Give it as siteUrl exactly so"),
  isVerified: z.boolean().describe("Only verified sites have data"),
  verification: z
    .object({
      authenticationCode: z.string().optional().describe("For the meta tag or the XML file"),
      dnsCode: z.string().optional().describe("Name of the CNAME record"),
    })
    .optional()
    .describe("Proof of ownership, secret; only when asked for"),
});
/** A site of the account. */
export type Site = z.infer<typeof Site>;

/** `Site`. */
export const SiteWire = z.object({
  Url: z.string(),
  IsVerified: z.boolean().nullish(),
  AuthenticationCode: z.string().nullish(),
  DnsVerificationCode: z.string().nullish(),
});

/** `Site` as lists promise it; whoever has the codes can prove ownership. */
export const toSite = (site: z.output<typeof SiteWire>, withCodes: boolean): Site => ({
  url: site.Url,
  isVerified: site.IsVerified ?? false,
  ...(withCodes && {
    verification: present({ authenticationCode: site.AuthenticationCode, dnsCode: site.DnsVerificationCode }),
  }),
});

const roleNames: Readonly<Record<number, string>> = { 0: "administrator", 1: "readOnly", 2: "readWrite" };

/** What one person may do with a site. */
export const SiteRole = z.object({
  site: z.string(),
  role: z.string().describe("administrator, readOnly or readWrite; a number where Bing sends another"),
  email: z.string().describe("Masked unless showEmails was set"),
  grantedBy: z.string().optional().describe("E-mail of who delegated it; masked unless showEmails was set"),
  verificationSite: z.string().optional().describe("The site whose verification it rests on"),
  grantedAt: z.string().optional().describe("ISO 8601 time"),
  isExpired: z.boolean(),
});
/** What one person may do with a site. */
export type SiteRole = z.infer<typeof SiteRole>;

/** `SiteRoles`. What is not named here is kept: removing a role needs the whole object. */
export const SiteRoleWire = z.looseObject({
  Site: z.string().nullish(),
  Role: z.number().nullish(),
  Email: z.string().nullish(),
  DelegatorEmail: z.string().nullish(),
  VerificationSite: z.string().nullish(),
  Date: z.string().nullish(),
  Expired: z.boolean().nullish(),
});
/** `SiteRoles`. */
export type SiteRoleWire = z.output<typeof SiteRoleWire>;

/** An address that a person who knows it recognises: first letter and domain. */
export const maskedEmail = (email: string): string => email.replace(/^(.)[^@]*(@|$)/u, "$1…$2");

/** Bing's number of a role as a word. */
export const roleName = (role: number | null | undefined): string =>
  role === null || role === undefined ? "unknown" : (roleNames[role] ?? String(role));
