import { isConnectorError } from "@trunkline/core";

/** What a lookup found; nothing when there is no such thing. */
export const orNothing = async <T>(lookup: Promise<T>): Promise<T | undefined> => {
  try {
    return await lookup;
  } catch (error) {
    if (isConnectorError(error) && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
};

/** A value in Shopify's search syntax. */
export const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
