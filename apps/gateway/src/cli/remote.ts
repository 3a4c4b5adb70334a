import { ConnectorError, type ErrorEnvelope } from "@trunkline/core";
import { z } from "zod";
import { readConfig } from "../config.js";
import { readLocalKey } from "./local-key.js";
import type { Terminal } from "./output.js";

/** Where a running gateway is and how to speak to it. */
export interface RemoteFlags {
  readonly url?: string;
  readonly key?: string;
}

/** A request to a running gateway. */
export interface RemoteRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The address of the gateway that this environment describes. */
export const defaultUrl = (terminal: Terminal): string => {
  const { host, port } = readConfig(terminal.env, terminal.workingDir);
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
};

/**
 * Sends a request to a running gateway with `--key`, `TRUNKLINE_API_KEY` or the local key, in that order.
 * Rejects with ConnectorError `NETWORK` when no gateway answers there.
 */
export const askGateway = async (terminal: Terminal, flags: RemoteFlags, request: RemoteRequest): Promise<Response> => {
  const url = flags.url ?? defaultUrl(terminal);
  if (!URL.canParse(url))
    throw new ConnectorError("INVALID_INPUT", {
      message: `--url "${url}" is not a URL such as http://127.0.0.1:7400.`,
    });
  const key =
    flags.key ??
    terminal.env.TRUNKLINE_API_KEY ??
    (await readLocalKey(readConfig(terminal.env, terminal.workingDir).dataDir));
  return fetch(new URL(request.path, url), {
    method: request.method,
    headers: {
      accept: "application/json",
      ...(request.body !== undefined && { "content-type": "application/json" }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...request.headers,
    },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  }).catch((cause: unknown) => {
    throw new ConnectorError("NETWORK", {
      message: `No gateway answers at ${url}.`,
      help: "Start it with `trunkline start`, or give its address with --url.",
      cause,
    });
  });
};

const Problem = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
});

/** The error envelope inside a problem document; made from its title where a proxy in between answered. */
export const problemOf = async (response: Response): Promise<ErrorEnvelope> => {
  const parsed = Problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success && parsed.data.error) return parsed.data.error as unknown as ErrorEnvelope;
  return {
    code: "UPSTREAM_UNAVAILABLE",
    message: `The gateway answered ${response.status}${parsed.success && parsed.data.title ? `: ${parsed.data.title}` : ""}.`,
    retryable: false,
    outcome: "unknown",
  };
};
