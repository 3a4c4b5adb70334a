import { parseSigningSecret } from "@trunkline/core";
import { z } from "zod";

/** Versions that Shopify answers on 2026-11-22, oldest first; asked for another one, it answers with the oldest of them. */
export const shopifyApiVersions = [
  { version: "2026-01", releasedOn: "2026-01-01", sunsetOn: "2027-01-01" },
  { version: "2026-04", releasedOn: "2026-04-01", sunsetOn: "2027-04-01" },
  { version: "2026-07", releasedOn: "2026-07-01", sunsetOn: "2027-07-01" },
  { version: "2026-10", releasedOn: "2026-10-01", sunsetOn: "2027-10-01" },
] as const;

/** The version asked for unless the configuration names one. */
export const defaultApiVersion = "2026-10";

const handlePattern = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/;

/**
 * The permanent host of a shop from what people paste: `acme`, `acme.myshopify.com`, `https://acme.myshopify.com/admin`.
 * Nothing for any other host: the token would go there.
 */
export const toShopHost = (shop: string): string | undefined => {
  const bare = shop
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, "")
    .replace(/\/(?:admin\/?)?$/, "");
  const handle = bare.endsWith(".myshopify.com") ? bare.slice(0, -".myshopify.com".length) : bare;
  return handlePattern.test(handle) ? `${handle}.myshopify.com` : undefined;
};

const secret = z.string().trim().min(1);

const secrets = z
  .union([z.array(secret).min(1), secret])
  .transform((given) =>
    (typeof given === "string" ? given.split(",") : given).map((part) => part.trim()).filter(Boolean),
  )
  .refine(
    (given) => given.every((text) => parseSigningSecret(text) !== undefined),
    "Expected secrets separated by commas, a previous one as `SECRET until 2026-12-01T00:00Z`",
  );

const fields = z.strictObject({
  shop: z
    .string()
    .refine(
      (shop) => toShopHost(shop) !== undefined,
      "Expected the shop's myshopify.com name, e.g. acme or acme.myshopify.com",
    )
    .transform((shop) => toShopHost(shop) ?? shop)
    .describe("The shop's permanent name: acme, acme.myshopify.com or https://acme.myshopify.com"),
  apiVersion: z
    .string()
    .regex(/^20\d\d-(?:01|04|07|10)$/, "Expected a quarterly version, e.g. 2026-10")
    .default(defaultApiVersion)
    .describe("Admin API version, YYYY-MM"),
  accessToken: secret.optional().describe("Admin API access token (shpat_…)"),
  refreshToken: secret.optional().describe("Refresh token of an expiring offline token; rotates"),
  clientId: secret.optional().describe("The app's client id"),
  clientSecret: secret.optional().describe("The app's client secret"),
  webhookSecrets: secrets.optional().describe("Secrets that sign webhooks, newest first; default the client secret"),
});

/** What a caller supplies for one shop: its name and one of three logins. */
export const ShopifyConfig = fields.superRefine((config, context) => {
  const problem = loginProblem(config);
  if (problem) context.addIssue({ code: "custom", path: [problem.path], message: problem.message });
});
/** Configuration as a caller writes it. */
export type ShopifyConfig = z.input<typeof ShopifyConfig>;
/** Configuration checked and normalised; `shop` is the full host. */
export type ShopifySettings = z.output<typeof ShopifyConfig>;

type Given = Pick<z.output<typeof fields>, "accessToken" | "refreshToken" | "clientId" | "clientSecret">;

const loginProblem = ({ accessToken, refreshToken, clientId, clientSecret }: Given) => {
  const hasApp = clientId !== undefined && clientSecret !== undefined;
  if (refreshToken !== undefined && !hasApp)
    return { path: "refreshToken", message: "A refresh token needs clientId and clientSecret" };
  if (refreshToken !== undefined || hasApp || (accessToken !== undefined && clientId === undefined)) return undefined;
  if (clientId !== undefined) return { path: "clientSecret", message: "clientId needs clientSecret" };
  return {
    path: "accessToken",
    message: "Give accessToken, or clientId and clientSecret, or refreshToken with clientId and clientSecret",
  };
};
