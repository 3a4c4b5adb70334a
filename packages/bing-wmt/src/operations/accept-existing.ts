import { type ComposedCall, isConnectorError } from "@trunkline/core";
import type { Accepted } from "../wire/envelope.js";

const alreadyExists = "12";

/**
 * Runs an addition of which "it exists already" is the wanted end too: an attempt before may have added it. What was
 * there before is told in a warning.
 */
export const acceptExisting = async (
  call: Pick<ComposedCall, "warn">,
  what: string,
  add: () => Promise<Accepted>,
): Promise<Accepted> => {
  try {
    return await add();
  } catch (error) {
    if (!isConnectorError(error) || error.upstream?.code !== alreadyExists) throw error;
    call.warn({ code: "ALREADY_EXISTS", message: `Bing had ${what} already; nothing was added.` });
    return { accepted: true };
  }
};
