import { type AnyConnector, ConnectorError } from "@trunkline/core";
import { type Environment, isLoopbackHost } from "./config.js";

/** The variable that points a live connection at a stand-in: `bing-wmt` → `TRUNKLINE_BING_WMT_BASE_URL`. */
export const standInVariable = (connectorId: string): string =>
  `TRUNKLINE_${connectorId.toUpperCase().replaceAll("-", "_")}_BASE_URL`;

/**
 * Origin that receives everything a live connection sends, credentials included, in place of the vendor: for tests
 * against stand-ins. Nothing where the variable is unset.
 * @throws ConnectorError `NOT_CONFIGURED` for anything but http on a loopback address.
 */
export const standInOf = ({ id }: Pick<AnyConnector, "id">, env: Environment): string | undefined => {
  const name = standInVariable(id);
  const given = env[name]?.trim();
  if (!given) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain = url?.protocol === "http:" && url.username === "" && url.password === "" && url.pathname === "/";
  if (url && isPlain && isLoopbackHost(url.hostname)) return url.origin;
  const message = "must be http on a loopback address without a path, e.g. http://127.0.0.1:7411";
  throw new ConnectorError("NOT_CONFIGURED", {
    message: `${name} ${message}.`,
    issues: [{ path: name, message }],
    help: `Unset ${name} to reach the vendor.`,
  });
};
