/**
 * Whether a pattern such as `shopify:orders/*` covers an event. `*` stands for any text, also within a word; a pattern
 * without a colon is about the connector alone, and `*` is everything.
 */
export const matches = (pattern: string, { connector, type }: { connector: string; type: string }): boolean =>
  toExpression(pattern).test(`${connector}:${type}`);

/** The expression behind {@link matches}, for those who ask often. */
export const toExpression = (pattern: string): RegExp => {
  const whole = pattern.includes(":") ? pattern : `${pattern}:*`;
  return new RegExp(`^${whole.split("*").map(escaped).join(".*")}$`, "s");
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
