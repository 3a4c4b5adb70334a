const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** JSON in which bigints are bare numbers with all their digits, as the service writes some of its ids. */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? rawJson(String(each)) : each));

/** JSON as webhooks have it: forward slashes are escaped, so that parsing and printing again gives other bytes. */
export const writeSlashedJson = (value: unknown): string => writeJson(value).replaceAll("/", "\\/");
