import { createManualClock, type ManualClock } from "@trunkline/core/testing";
import { afterEach } from "vitest";
import {
  createZohoMailSimulator,
  type ZohoMailSimulator,
  type ZohoMailSimulatorOptions,
} from "../src/simulator/index.js";

/** What somebody sees who speaks HTTP to the simulator. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  readonly json: any;
}

/** How a request differs from a plain GET. */
interface Ask {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: a token for everything; `null` sends none. */
  readonly token?: string | null;
}

/** A simulator with somebody who asks it. */
export interface Bench {
  readonly simulator: ZohoMailSimulator;
  readonly clock: ManualClock;
  /** Asks below `/api`. */
  api(path: string, ask?: Ask): Promise<Seen>;
  /** Asks below the mailbox. */
  mail(path: string, ask?: Ask): Promise<Seen>;
  send(url: string, ask?: Ask): Promise<Seen>;
  /** Posts a form to the token endpoint of a host. */
  token(form: Readonly<Record<string, string>>, host?: string): Promise<Seen>;
  /** Id of a folder by its path. */
  folderId(path: string): Promise<string>;
}

/** A little after the youngest seeded mail. */
const startMs = Date.parse("2026-11-21T08:00:00Z");
const open: ZohoMailSimulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

/** Starts a simulator that ends with the test. */
export const startBench = async (options: ZohoMailSimulatorOptions = {}): Promise<Bench> => {
  const clock = createManualClock(startMs);
  const simulator = await createZohoMailSimulator({ clock, ...options });
  open.push(simulator);
  const { token: anyToken } = simulator.issueToken();
  const send = async (url: string, ask: Ask = {}): Promise<Seen> => {
    const { method = "GET", query = {}, body, headers = {}, token = anyToken } = ask;
    const target = new URL(url, simulator.url);
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, String(value));
    const isRaw = body instanceof Uint8Array || body instanceof FormData || body instanceof URLSearchParams;
    const response = await fetch(target, {
      method,
      redirect: "manual",
      headers: { ...(token !== null && { authorization: `Zoho-oauthtoken ${token}` }), ...headers },
      ...(body !== undefined && {
        body: isRaw ? (body as Uint8Array<ArrayBuffer> | FormData | URLSearchParams) : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: quietly(text) };
  };
  const mail: Bench["mail"] = (path, ask) => send(`/api/accounts/${simulator.accountId}${path}`, ask);
  return {
    simulator,
    clock,
    send,
    mail,
    api: (path, ask) => send(`/api${path}`, ask),
    token: (form, host = "accounts.zoho.eu") =>
      send("/oauth/v2/token", {
        method: "POST",
        token: null,
        body: new URLSearchParams(form),
        headers: { "x-forwarded-host": host },
      }),
    folderId: async (path) => {
      const { json } = await mail("/folders");
      const folder = json.data.find((each: { path: string }) => each.path === path);
      if (!folder) throw new Error(`There is no folder ${path}`);
      return folder.folderId;
    },
  };
};

const quietly = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The form of a refresh with the simulator's own login. */
export const refreshForm = ({ config }: ZohoMailSimulator): Record<string, string> => ({
  grant_type: "refresh_token",
  client_id: String(config.clientId),
  client_secret: String(config.clientSecret),
  refresh_token: String(config.refreshToken),
});
