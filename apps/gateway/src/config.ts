import { resolve } from "node:path";
import { ConnectorError, type Issue, isConnectorError } from "@trunkline/core";
import type { Variable } from "./config/variable.js";
import { variables } from "./config/variables.js";

type Fields = { readonly [K in keyof typeof variables]: ReturnType<(typeof variables)[K]["parse"]> };

/** What the gateway is told from outside: checked, complete, frozen. What is secret is not enumerable. */
export interface GatewayConfig extends Fields {
  /** Absolute. */
  readonly dataDir: string;
  /** Whether only this machine can reach the gateway. */
  readonly loopback: boolean;
  /** What connectors read their settings and credentials from. Not enumerable, so that it is never printed. */
  readonly env: Environment;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether an address to listen on is reachable from this machine alone. */
export const isLoopbackHost = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);

/**
 * Reads and checks the environment.
 * @throws ConnectorError `NOT_CONFIGURED` naming every bad variable and what is allowed.
 */
export const readConfig = (env: Environment = process.env, workingDir: string = process.cwd()): GatewayConfig => {
  const issues: Issue[] = [];
  const fields = Object.fromEntries(
    Object.entries(variables).map(([field, { name, default: fallback, parse }]) => {
      try {
        return [field, parse(env[name]?.trim() || fallback)];
      } catch (cause) {
        issues.push({ path: name, message: reasonOf(cause) });
        return [field, undefined];
      }
    }),
  ) as unknown as Fields;
  const loopback = isLoopbackHost(fields.host);
  if (fields.auth === "off" && !loopback)
    issues.push({
      path: variables.auth.name,
      message: `must not be off while ${variables.host.name} is ${fields.host}, because anyone on the network could then use every connector: keep it at keys, or listen on 127.0.0.1`,
    });
  if (issues.length > 0)
    throw new ConnectorError("NOT_CONFIGURED", {
      message: issues.map(({ path, message }) => `${path} ${message}.`).join(" "),
      issues,
      help: "Correct the variables named and start again.",
    });
  const config = { ...fields, dataDir: resolve(workingDir, fields.dataDir), loopback };
  Object.defineProperty(config, "env", { value: env, enumerable: false });
  for (const [field, { isSecret }] of Object.entries<Variable<unknown>>(variables))
    if (isSecret) Object.defineProperty(config, field, { enumerable: false });
  return Object.freeze(config) as GatewayConfig;
};

const reasonOf = (cause: unknown): string => {
  const message = cause instanceof Error || isConnectorError(cause) ? cause.message : String(cause);
  return message.replace(/\.$/, "");
};
