import { parseSigningSecret, type SigningSecret } from "@trunkline/core";
import type { StandardSender } from "../webhooks/standard-source.js";
import { list, type Parse } from "./parsers.js";

/** Senders by Standard Webhooks: `name=secret`, separated by commas. Secrets are never in a message. */
export const standardSenders: Parse<readonly StandardSender[]> = (text) => {
  const senders = new Map<string, SigningSecret[]>();
  for (const [index, part] of list(text).entries()) {
    const [, name, written] = /^([a-z][a-z0-9-]{0,62})=(.+)$/.exec(part) ?? [];
    const secret = written === undefined ? undefined : parseSigningSecret(written);
    if (name === undefined || !secret || !/^(whsec_)?[A-Za-z0-9+/]{16,}={0,2}$/.test(secret.secret))
      throw new Error(`has a part, number ${index + 1}, that is not name=whsec_… with the secret in base64`);
    senders.set(name, [...(senders.get(name) ?? []), secret]);
  }
  return [...senders].map(([name, secrets]) => ({ name, secrets }));
};

/** Which topics are kept subscribed. */
export interface WantedTopics {
  /** The topics of a connector, of those that it suggests. */
  of(connector: string, suggested: readonly string[]): readonly string[];
}

/** `auto`, `off`, or `connector:topic` separated by commas. */
export const topicPatterns: Parse<WantedTopics> = (text) => {
  if (text === "auto") return { of: (_connector, suggested) => suggested };
  if (text === "off") return { of: () => [] };
  const wanted = list(text).map((part) => {
    const [, connector, topic] = /^([a-z][a-z0-9-]*):([\w./-]+)$/.exec(part) ?? [];
    if (connector === undefined || topic === undefined)
      throw new Error(`has "${part}"; write auto, off, or topics such as shopify:orders/create`);
    return { connector, topic };
  });
  return { of: (connector) => wanted.filter((one) => one.connector === connector).map(({ topic }) => topic) };
};
