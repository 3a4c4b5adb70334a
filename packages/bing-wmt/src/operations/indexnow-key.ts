import { type ConnectorError, defineComposedOperation, defineOperation, isConnectorError } from "@trunkline/core";
import { z } from "zod";
import { toHostName } from "../config.js";
import { indexNowBucket } from "../quotas.js";
import { indexNowDocs } from "../wire/docs-link.js";
import { keyFileUrl } from "../wire/indexnow.js";
import { invalidInput } from "../wire/invalid-input.js";
import { keyInput } from "./indexnow-input.js";

const hostInput = z.string().min(1).max(253).describe("The host, e.g. nordlicht-tee.example; must be in indexNowHosts");

const readKeyFile = defineOperation({
  id: "bing-wmt.indexnow.checkKey",
  summary: "Read a key file",
  docs: indexNowDocs,
  effect: "read",
  input: z.object({ url: z.string() }),
  output: z.object({ text: z.string() }),
  request: ({ url }) => ({ method: "GET", path: url, headers: { accept: "text/plain" } }),
  // Longer than any key: the rest of what may be a page.
  response: (reply) => ({ text: reply.text().slice(0, 1_024) }),
  quota: { bucket: indexNowBucket },
  cache: { ttlMs: 300_000 },
});

/** Statuses that a host answers where there is no key file. */
const absent: ReadonlySet<ConnectorError["code"]> = new Set([
  "NOT_FOUND",
  "UPSTREAM_FORBIDDEN",
  "UPSTREAM_UNAUTHORIZED",
]);

/** Whether the key file is there and holds the key: engines answer 202 to wrong keys too. */
export const checkKey = defineComposedOperation({
  id: "bing-wmt.indexnow.checkKey",
  summary: "Check that a host's IndexNow key file is there and holds the key",
  description: "Reads only hosts that the configuration names in indexNowHosts.",
  docs: indexNowDocs,
  effect: "read",
  input: z.object({ host: hostInput, ...keyInput }),
  output: z.object({
    isValid: z.boolean(),
    keyFileUrl: z.string(),
    problem: z.string().optional().describe("missing, empty, otherText or html; absent where it is valid"),
  }),
  keywords: ["key file", "verify", "txt", "ownership", "set up", "in place"],
  examples: [
    { title: "Is the key file there?", input: { host: "nordlicht-tee.example", key: "9f3c1a5be07d4c62a8f1" } },
  ],
  run: async (call, { host: given, key, keyLocation }) => {
    const host = allowedHost(given, call.settings.indexNowHosts);
    const url = keyLocation ?? keyFileUrl(host, key);
    const target = new URL(url);
    if (target.host !== host || target.protocol !== "https:")
      throw invalidInput({ path: "keyLocation", message: `is not on https://${host}` });
    const problem = await problemWith(key, async () => (await call.run(readKeyFile, { url })).text);
    return { isValid: problem === undefined, keyFileUrl: url, ...(problem !== undefined && { problem }) };
  },
});

/** The address comes from the caller: only hosts that the operator named are read. */
const allowedHost = (given: string, hosts: unknown): string => {
  const host = toHostName(given);
  if (host === undefined) throw invalidInput({ path: "host", message: "is not the name of a public host" });
  if (!Array.isArray(hosts) || !hosts.includes(host))
    throw invalidInput({ path: "host", message: `${host} is not in indexNowHosts (BING_WMT_INDEXNOW_HOSTS)` });
  return host;
};

const problemWith = async (key: string, readFile: () => Promise<string>): Promise<string | undefined> => {
  try {
    const text = (await readFile()).replace(/^\ufeff/, "").trim();
    if (text === key) return undefined;
    if (text === "") return "empty";
    return text.startsWith("<") ? "html" : "otherText";
  } catch (error) {
    if (isConnectorError(error) && absent.has(error.code)) return "missing";
    throw error;
  }
};
