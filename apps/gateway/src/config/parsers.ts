/** Turns the text of a variable into its value; throws an Error whose message says what is allowed. */
export type Parse<T> = (text: string) => T;

const unitsMs: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const unitsBytes: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kib: 1_024,
  mib: 1_048_576,
  kb: 1_000,
  mb: 1_000_000,
};

const measured = (text: string, units: Readonly<Record<string, number>>): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  const unit = match ? units[(match[2] ?? "").toLowerCase()] : undefined;
  return match && unit !== undefined ? Math.round(Number(match[1]) * unit) : undefined;
};

/** Any text. */
export const anyText: Parse<string> = (text) => text;

/** One of a closed set. */
export const oneOf =
  <const T extends string>(...values: readonly T[]): Parse<T> =>
  (text) => {
    const found = values.find((value) => value === text.toLowerCase());
    if (found === undefined) throw new Error(`must be one of ${values.join(", ")}`);
    return found;
  };

/** A whole number within bounds. */
export const wholeNumber =
  (min: number, max: number): Parse<number> =>
  (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new Error(`must be a whole number from ${min} to ${max}`);
    return value;
  };

/** A duration in milliseconds: `500`, `500ms`, `30s`, `2m`. */
export const durationMs =
  (max: number): Parse<number> =>
  (text) => {
    const value = measured(text, unitsMs);
    if (value === undefined || value > max)
      throw new Error(`must be a duration such as 500ms, 30s or 2m, at most ${max} ms`);
    return value;
  };

/** A size in bytes: `65536`, `64KiB`, `1MiB`. */
export const sizeBytes =
  (min: number, max: number): Parse<number> =>
  (text) => {
    const value = measured(text, unitsBytes);
    if (value === undefined || value < min || value > max)
      throw new Error(`must be a size such as 512KiB or 1MiB, from ${min} to ${max} bytes`);
    return value;
  };

/** Parts between commas, trimmed, empty ones dropped. */
export const list: Parse<readonly string[]> = (text) =>
  Object.freeze(
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** A number of days: `30`, `30d`, `12h`. */
export const days: Parse<number> = (text) => {
  const value = /^\d+$/.test(text) ? Number(text) : (measured(text, unitsMs) ?? 0) / 86_400_000;
  if (!(value > 0 && value < 36_500)) throw new Error("must be a number of days such as 30d, above 0 and below 36500");
  return value;
};

/** The address under which others reach the gateway, without a trailing slash; empty: none. */
export const publicAddress: Parse<string> = (text) => {
  if (text === "") return "";
  const parsed = URL.parse(text);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search || parsed.hash || parsed.username)
    throw new Error("must be an address such as https://trunkline.example.com");
  return parsed.href.replace(/\/$/, "");
};

/** Host names without scheme, port or path; `*` admits all. */
export const hostNames: Parse<readonly string[]> = (text) => {
  const names = list(text).map((name) => name.toLowerCase());
  const bad = names.find((name) => !/^(\*|\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(name));
  if (bad !== undefined)
    throw new Error(
      `has "${bad}", which is not a bare host name; write e.g. trunkline.example.com, without scheme or port`,
    );
  return names;
};

/** Web origins: scheme, host and port if any. */
export const webOrigins: Parse<readonly string[]> = (text) =>
  list(text).map((origin) => {
    const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
    if (!parsed || parsed.pathname.length > 1 || parsed.search || parsed.username || origin.includes("*"))
      throw new Error(`has "${origin}", which is not an origin; write e.g. https://admin.example.com`);
    // Extensions have opaque origins in URL but a plain scheme://id on the wire.
    return parsed.origin === "null" ? origin.replace(/\/$/, "").toLowerCase() : parsed.origin;
  });
