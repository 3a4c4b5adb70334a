import { z } from "zod";

const plain = z.union([z.string(), z.number(), z.boolean()]);

/** An id: digits as text, or a number where a reply sends it bare. Always a string afterwards. */
export const wireId = z.union([z.string().min(1), z.number()]).transform(String);

/** An id that may be missing; 0, -1 and the empty text mean that there is none. */
export const optionalWireId = plain
  .nullish()
  .catch(undefined)
  .transform((value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return text === "" || text === "0" || text === "-1" ? undefined : text;
  });

/** A text that may be missing, whatever it is written as. An empty one counts as missing. */
export const optionalText = plain
  .nullish()
  .catch(undefined)
  .transform((value) => (value === null || value === undefined || value === "" ? undefined : String(value)));

/** A text as it is; empty when it is missing. */
export const wireText = plain
  .nullish()
  .catch(undefined)
  .transform((value) => (value === null || value === undefined ? "" : String(value)));

/** A number, or a number written as text. Nothing for anything else. */
export const optionalNumber = plain
  .nullish()
  .catch(undefined)
  .transform((value) => {
    if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
    return typeof value === "string" && /^-?\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
  });

const yes = new Set(["true", "1", "yes"]);
const no = new Set(["false", "0", "no"]);

/** true, "true", 1, "1", "Yes" and their opposites: which one depends on the endpoint. Nothing for anything else. */
export const optionalBoolean = plain
  .nullish()
  .catch(undefined)
  .transform((value) => {
    const word = String(value).toLowerCase();
    return yes.has(word) ? true : no.has(word) ? false : undefined;
  });

/** Largest moment that a Date can hold. Milliseconds. */
const lastMs = 8_640_000_000_000_000;

const toIso = (value: unknown): string | undefined => {
  const ms = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof ms === "number" && ms >= 0 && ms <= lastMs ? new Date(ms).toISOString() : undefined;
};

/** Epoch milliseconds as number or text, as ISO 8601 in UTC. Missing and negative ones (never) give nothing. */
export const optionalInstant = plain.nullish().catch(undefined).transform(toIso);

/** Epoch milliseconds that must be there, as ISO 8601 in UTC. */
export const wireInstant = plain.transform((value, context) => {
  const iso = toIso(value);
  if (iso !== undefined) return iso;
  context.addIssue({ code: "custom", message: "Expected epoch milliseconds" });
  return z.NEVER;
});
