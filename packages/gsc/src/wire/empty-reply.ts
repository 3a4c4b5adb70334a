import { ConnectorError, type Reply } from "@trunkline/core";

/**
 * Reads the reply of a write, which has no body. A page in its place was not written by Search Console.
 * @throws ConnectorError `CONTRACT_VIOLATION`
 */
export const requireEmptyOrJson = (reply: Reply): void => {
  const text = reply.text().trim();
  if (text === "" || text.startsWith("{")) return;
  throw new ConnectorError("CONTRACT_VIOLATION", {
    message: "The reply should be empty but is something else, perhaps a page of a proxy.",
    outcome: "unknown",
    status: reply.status,
  });
};
