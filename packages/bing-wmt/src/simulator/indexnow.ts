import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { folderOf, indexNowKey, keyFileUrl } from "../wire/indexnow.js";
import { nordlichtSites } from "./seed/pages.js";
import type { Account } from "./state.js";

/** The key whose file lies on the shop's host. */
export const simulatorIndexNowKey = "9f3c1a5be07d4c62a8f1d0b7";

/** Engines that check the key at once; the others answer 202 to a wrong one, too. */
const strictEngines: ReadonlySet<string> = new Set(["search.seznam.cz", "searchadvisor.naver.com"]);

const keyFile = keyFileUrl(nordlichtSites.host, simulatorIndexNowKey);

/** The key file, where the address is its; nothing for any other. */
export const keyFileReply = (request: SimulatorRequest): SimulatorReply | undefined => {
  const host = request.headers["x-forwarded-host"] ?? nordlichtSites.host;
  if (!/^\/[^/]+\.txt$/.test(request.path) && host !== nordlichtSites.host) return undefined;
  if (`https://${host}${request.path}` === keyFile)
    return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${simulatorIndexNowKey}\n` };
  return request.path.endsWith(".txt") ? { status: 404, body: "Not found" } : undefined;
};

interface Submission {
  readonly host: string;
  readonly key: string;
  readonly keyLocation: string;
  readonly urls: readonly string[];
}

const readSubmission = (request: SimulatorRequest): Submission | undefined => {
  if (request.method === "GET") {
    const url = request.query.get("url") ?? "";
    return toSubmission({
      host: URL.parse(url)?.host,
      key: request.query.get("key"),
      keyLocation: request.query.get("keyLocation") ?? undefined,
      urlList: [url],
    });
  }
  try {
    return toSubmission(request.json() as Record<string, unknown>);
  } catch {
    return undefined;
  }
};

const toSubmission = ({ host, key, keyLocation, urlList }: Record<string, unknown>): Submission | undefined => {
  if (typeof host !== "string" || typeof key !== "string" || !indexNowKey.test(key)) return undefined;
  if (!Array.isArray(urlList) || urlList.length === 0 || urlList.length > 10_000) return undefined;
  const location = typeof keyLocation === "string" ? keyLocation : keyFileUrl(host, key);
  return URL.canParse(location) ? { host, key, keyLocation: location, urls: urlList.map(String) } : undefined;
};

/** `/indexnow` of any engine. Answers have no body. */
export const answerIndexNow = (request: SimulatorRequest, { indexNow, clock }: Account): SimulatorReply => {
  const submission = readSubmission(request);
  if (!submission) return { status: 400 };
  const { host, key, keyLocation, urls } = submission;
  const covers = (text: string): boolean => {
    const url = URL.parse(text);
    return url?.host === host && url.pathname.startsWith(folderOf(keyLocation));
  };
  if (new URL(keyLocation).host !== host || !urls.every(covers)) return { status: 422 };
  if (keyLocation !== keyFile || key !== simulatorIndexNowKey)
    return { status: strictEngines.has(request.headers["x-forwarded-host"] ?? "") ? 403 : 202 };
  for (const url of urls) indexNow.set(url, clock.now());
  return { status: 200 };
};
