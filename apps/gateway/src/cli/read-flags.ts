import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ConnectorError, type Issue, toIssues } from "@trunkline/core";
import type { z } from "zod";
import type { AnyAdminAction } from "../admin/action.js";
import type { Flag, Flags } from "./flags.js";
import type { Terminal } from "./output.js";

/** What was written, by the flag's name: text, a list, or `true` for a flag without a value. */
export type Written = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Where values come from beside the command line itself. */
export type Sources = Pick<Terminal, "readInput" | "workingDir"> & { nowMs(): number };

/**
 * The input that was written, checked against the action before anything is sent.
 * @throws ConnectorError `INVALID_INPUT` naming each flag that is wrong
 */
export const readInput = async (
  action: AnyAdminAction,
  flags: Flags,
  written: Written,
  sources: Sources,
): Promise<Record<string, unknown>> => {
  const issues: Issue[] = [];
  const input: Record<string, unknown> = {};
  const all = [...flags.groups, ...flags.positional, ...flags.named];
  for (const flag of all) {
    const text = written[flag.name];
    if (text === undefined) continue;
    try {
      put(input, flag.path, await readValue(flag, text, sources));
    } catch (thrown) {
      issues.push({ path: spellingOf(flag, flags), message: (thrown as Error).message });
    }
  }
  if (issues.length === 0) issues.push(...emptyGroups(input, flags));
  if (issues.length === 0) issues.push(...misfits(action, input, flags));
  if (issues.length > 0) throw invalid(issues);
  return input;
};

/** A flag as a person writes it: `--per-second`, or `<id>` where it has no dashes. */
export const spellingOf = (flag: Flag, { positional }: Flags): string =>
  positional.includes(flag) ? `<${flag.name}>` : `--${flag.name}`;

const emptyGroups = (input: Readonly<Record<string, unknown>>, flags: Flags): readonly Issue[] =>
  flags.groups
    .filter(({ isRequired, path: [field = ""] }) => isRequired && Object.keys(input[field] ?? {}).length === 0)
    .map((group) => emptyGroup(group, flags));

const emptyGroup = ({ path: [field = ""], name }: Flag, { named }: Flags): Issue => {
  const own = named.filter(({ path }) => path.length > 1 && path[0] === field).map((flag) => `--${flag.name}`);
  return {
    path: `--${name}`,
    message: `say at least one of ${own.join(", ")}; --types "*" means every event there is`,
  };
};

const misfits = (action: AnyAdminAction, input: unknown, flags: Flags): readonly Issue[] => {
  const parsed = action.input.safeParse(input);
  return parsed.success ? [] : toIssues(parsed.error as z.ZodError).map((issue) => atItsFlag(issue, flags));
};

/** The same issue, at the flag that its field was written with. */
const atItsFlag = ({ path, message }: Issue, flags: Flags): Issue => {
  const steps = path.split(".");
  const all = [...flags.named, ...flags.positional, ...flags.groups];
  const flag = all.find((one) => one.path.every((step, depth) => step === steps[depth]));
  return { path: flag ? spellingOf(flag, flags) : path, message };
};

/** A refusal by the gateway as the command line tells it: fields become flags. */
export const inFlags = (error: ConnectorError, flags: Flags): ConnectorError => {
  if (error.code !== "INVALID_INPUT" || !error.issues || error.issues.length === 0) return error;
  return invalid(error.issues.map((issue) => atItsFlag(issue, flags)));
};

const invalid = (issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message: issues.length === 1 ? "One flag does not fit:" : `${issues.length} flags do not fit:`,
    issues,
    help: "Add --help to see every flag with examples.",
  });

/** Puts a value where it belongs; what flags say wins over what is in a group's JSON. */
const put = (input: Record<string, unknown>, [field = "", ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) {
    input[field] = value;
    return;
  }
  const inner = { ...(input[field] as Record<string, unknown> | undefined) };
  put(inner, rest, value);
  input[field] = inner;
};

const readValue = async (
  flag: Flag,
  given: string | readonly string[] | boolean,
  sources: Sources,
): Promise<unknown> => {
  if (!flag.isList) return oneOf(flag, given as string | boolean, sources);
  const values = typeof given === "object" ? given : [];
  return Promise.all(values.map((value) => oneOf(flag, value, sources)));
};

const oneOf = async ({ kind }: Flag, text: string | boolean, sources: Sources): Promise<unknown> => {
  if (typeof text === "boolean") return text;
  if (kind === "number") return numberOf(text);
  if (kind === "time") return timeOf(text, sources.nowMs());
  return kind === "json" ? jsonOf(await contentOf(text, sources)) : text;
};

const numberOf = (text: string): number => {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`"${text}" is not a number`);
  return Number(text);
};

const spanMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, a day, or how long ago. */
const timeOf = (text: string, nowMs: number): string => {
  const [, count, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(nowMs - Number(count) * (spanMs[unit] ?? 0)).toISOString();
  if (text === "now") return new Date(nowMs).toISOString();
  const isTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  // Without a zone it is UTC, as every time that is shown.
  const atMs = isTime ? Date.parse(/(Z|[+-]\d{2}:\d{2}|^.{10})$/.test(text) ? text : `${text}Z`) : Number.NaN;
  if (Number.isNaN(atMs))
    throw new Error(`"${text}" is not a time: write 2026-01-31, 2026-01-31T08:00:00Z, or how long ago: 30m, 12h, 7d`);
  return /T.{8}.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : new Date(atMs).toISOString();
};

/** `@file`, `-` for standard input, or the text itself. */
const contentOf = async (text: string, { readInput: readAll, workingDir }: Sources): Promise<string> => {
  if (text === "-") return readAll();
  if (!text.startsWith("@")) return text;
  return readFile(resolve(workingDir, text.slice(1)), "utf8").catch(() => {
    throw new Error(`${text.slice(1)} cannot be read`);
  });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `is not JSON (${(cause as Error).message}); quote it for the shell, or write @file or - for standard input`,
    );
  }
};
