import { z } from "zod";

/** Hosts that serve the API. */
export const apiHosts = ["ssl.bing.com", "www.bing.com"] as const;

const secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, "Expected a value without blanks");

const hostName = /^(?!.*\.\d+$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** The name of a public host, in lower case; nothing for addresses, ports, paths and names of one word. */
export const toHostName = (text: string): string | undefined => {
  const host = text.trim().toLowerCase();
  return host.length <= 253 && hostName.test(host) ? host : undefined;
};

const hosts = z
  .union([z.array(z.string()), z.string()])
  .transform((given) => (typeof given === "string" ? given.split(",") : given).filter((part) => part.trim() !== ""))
  .refine(
    (names) => names.every((name) => toHostName(name) !== undefined),
    "Expected host names, e.g. nordlicht-tee.example",
  )
  .transform((names) => names.flatMap((name) => toHostName(name) ?? []));

const fields = z.strictObject({
  apiKey: secret
    .optional()
    .describe("API key of Webmaster Tools, Settings, API access; may do everything to every site"),
  clientId: secret.optional().describe("OAuth client id"),
  clientSecret: secret.optional().describe("OAuth client secret"),
  refreshToken: secret.optional().describe("OAuth refresh token"),
  host: z
    .enum(apiHosts)
    .optional()
    .describe("Host of the API; default ssl.bing.com with a key, www.bing.com with OAuth"),
  callsPerSecond: z.coerce.number().min(0.1).max(100).default(5).describe("Calls of the API in a second; default 5"),
  urlInfoPerMinute: z.coerce
    .number()
    .min(1)
    .max(6_000)
    .default(8)
    .describe("Calls of bing-wmt.urls.info in a minute; default 8"),
  indexNowHosts: hosts.default([]).describe("Your hosts whose IndexNow key files may be read"),
});

/** What a caller supplies for one account: an API key or an OAuth login. */
export const BingWmtConfig = fields.superRefine((config, context) => {
  const problem = loginProblem(config);
  if (problem) context.addIssue({ code: "custom", path: [problem.path], message: problem.message });
});
/** Configuration as a caller writes it. */
export type BingWmtConfig = z.input<typeof BingWmtConfig>;
/** Configuration checked and normalised. */
export type BingWmtSettings = z.output<typeof BingWmtConfig>;

const loginProblem = ({ apiKey, clientId, clientSecret, refreshToken }: z.output<typeof fields>) => {
  const oauth = { clientId, clientSecret, refreshToken };
  const missing = Object.entries(oauth).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 3)
    return apiKey === undefined
      ? { path: "apiKey", message: "Give apiKey, or clientId, clientSecret and refreshToken" }
      : undefined;
  if (apiKey !== undefined) return { path: "apiKey", message: "Give either apiKey or an OAuth login, not both" };
  const [first] = missing;
  return first && { path: first, message: "OAuth needs clientId, clientSecret and refreshToken" };
};

/** Whether the login is OAuth. */
const usesOAuth = ({ refreshToken }: BingWmtSettings): boolean => refreshToken !== undefined;

/** The API's host. OAuth tokens were seen refused on the other one for writes. */
export const apiHostOf = (config: BingWmtSettings): string =>
  config.host ?? (usesOAuth(config) ? "www.bing.com" : "ssl.bing.com");
