import type { IncomingHttpHeaders } from "node:http";
import { ConnectorError } from "@trunkline/core";

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

/**
 * What is no delivery of any vendor, seen before the body is read: another type than JSON in UTF-8, or a compressed
 * body, which could be a thousand times as large as it looks.
 */
export const refuseOddHeaders = (headers: IncomingHttpHeaders): ConnectorError | undefined => {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity")
    return new ConnectorError("UNSUPPORTED_MEDIA_TYPE", { message: "A delivery must not be compressed." });
  if (!json.test(headers["content-type"] ?? ""))
    return new ConnectorError("UNSUPPORTED_MEDIA_TYPE", { message: "A delivery must be application/json in UTF-8." });
  return undefined;
};
