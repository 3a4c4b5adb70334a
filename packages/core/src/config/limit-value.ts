import { z } from "zod";
import type { LimitSpec } from "./limits.js";

/** Environment variables as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const KiB = 1_024;

/** Suffixes that a value may carry, and what one of them is in the limit's own unit. */
const suffixes: Readonly<Record<LimitSpec["unit"], Readonly<Record<string, number>>>> = {
  ms: { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 },
  bytes: { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: KiB, mib: KiB ** 2, gib: KiB ** 3 },
  count: {},
  ratio: { "%": 0.01 },
};

const forms: Readonly<Record<LimitSpec["unit"], string>> = {
  ms: "milliseconds such as 500, 500ms, 30s, 2m or 1h",
  bytes: "bytes such as 1048576, 512KiB, 64MiB or 1GiB",
  count: "a whole number",
  ratio: "a share such as 0.5 or 50%",
};

const numberWithSuffix = /^(\d+(?:\.\d+)?)\s*([a-z%]*)$/i;

/** What a variable of this limit may be set to, for a reader. */
export const allowedValues = (spec: LimitSpec): string =>
  `${forms[spec.unit]}, from ${formatLimit(spec.min, spec.unit)} to ${formatLimit(spec.max, spec.unit)}`;

/** Reads a variable's text as the limit's number, with or without a unit suffix, within its bounds. */
export const limitValue = (spec: LimitSpec) =>
  z.string().transform((text, context) => {
    const [, digits, suffix = ""] = numberWithSuffix.exec(text.trim()) ?? [];
    const factor = suffix === "" ? 1 : suffixes[spec.unit][suffix.toLowerCase()];
    const value = digits === undefined || factor === undefined ? Number.NaN : rounded(Number(digits) * factor, spec);
    if (value >= spec.min && value <= spec.max && (spec.unit === "ratio" || Number.isInteger(value))) return value;
    context.addIssue({ code: "custom", message: `must be ${allowedValues(spec)}` });
    return z.NEVER;
  });

/** 0.1 s is 100.00000000000001 ms to a computer. */
const rounded = (value: number, { unit }: LimitSpec): number =>
  unit === "ratio" ? Math.round(value * 1e6) / 1e6 : Math.round(value * 1e3) / 1e3;

/** A limit's value for a reader: `30 s`, `32 MiB`, `0.5`. */
export const formatLimit = (value: number, unit: LimitSpec["unit"]): string => {
  if (unit === "ms")
    return inLargest(value, [86_400_000, "d"], [3_600_000, "h"], [60_000, "min"], [1_000, "s"], [1, "ms"]);
  if (unit === "bytes") return inLargest(value, [KiB ** 3, "GiB"], [KiB ** 2, "MiB"], [KiB, "KiB"], [1, "bytes"]);
  return String(value);
};

const inLargest = (value: number, ...units: readonly (readonly [size: number, name: string])[]): string => {
  const [size, name] = units.find(([each]) => value >= each && value % each === 0) ?? [1, units.at(-1)?.[1] ?? ""];
  return `${value / size} ${name}`;
};
