import { ConnectorError, type ErrorEnvelope, fromErrorEnvelope, type Progress } from "@trunkline/core";
import { type AnyAdminAction, pathFields } from "../admin/action.js";
import { progressType } from "../admin/rest.js";
import { formatAnswer } from "./format-answer.js";
import type { Terminal } from "./output.js";
import { toProgressLine } from "./progress-bar.js";
import { askGateway, problemOf, type RemoteFlags } from "./remote.js";
import { toCommand } from "./write-command.js";

/** What the command of an action was given beside its input. */
export interface ActionFlags extends RemoteFlags {
  readonly json?: boolean;
  /** Show nothing but this field of the answer, as JSON. */
  readonly field?: string;
  /** Follow what was begun until it is over. */
  readonly watch?: boolean;
  /** Do what cannot be undone. */
  readonly yes?: boolean;
}

/** An action with what it is asked. */
export interface Asked {
  readonly action: AnyAdminAction;
  readonly input: Readonly<Record<string, unknown>>;
  readonly flags: ActionFlags;
}

/**
 * Runs an action on a running gateway and prints its answer: for people, or as JSON. Exit code 1 when the answer is bad news.
 * @throws ConnectorError when it was refused or failed
 */
export const runAction = async (
  terminal: Terminal,
  actions: readonly AnyAdminAction[],
  { action, input, flags }: Asked,
): Promise<void> => {
  if (action.effect === "destroy" && !flags.yes) throw unconfirmed(action);
  const answer = await ask(terminal, { action, input, flags });
  const watcher = flags.watch && actions.find(({ id }) => id === action.words?.watchedBy);
  if (watcher) {
    const { id } = answer as { readonly id: number };
    if (!flags.json) terminal.err(`Started as number ${id}. Ctrl-C stops watching, not the work.`);
    const { watch: _, ...rest } = flags;
    return runAction(terminal, actions, { action: watcher, input: { id }, flags: rest });
  }
  print(terminal, action, answer, flags);
  if (!flags.json && flags.field === undefined) suggest(terminal, actions, { action, input, flags }, answer);
  const trouble = action.trouble?.(answer);
  if (trouble === undefined) return;
  if (!flags.json) terminal.err(`trunkline: ${trouble}`);
  terminal.setExitCode(1);
};

const unconfirmed = ({ id, summary }: AnyAdminAction): ConnectorError =>
  new ConnectorError("REJECTED", {
    message: `${id} cannot be undone: ${summary[0]?.toLowerCase()}${summary.slice(1)}.`,
    help: "Repeat the command with --yes if that is what you want.",
  });

const ask = async (terminal: Terminal, { action, input, flags }: Asked): Promise<unknown> => {
  const response = await askGateway(terminal, flags, toRequest(action, input));
  if (!response.ok) throw fromErrorEnvelope(await problemOf(response));
  const isStream = response.headers.get("content-type")?.startsWith(progressType);
  return isStream ? followProgress(terminal, response, flags) : response.json();
};

const toRequest = (action: AnyAdminAction, input: Readonly<Record<string, unknown>>) => {
  const named = new Set(pathFields(action));
  const path = action.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(input[name])));
  const rest = Object.entries(input).filter(([name]) => !named.has(name));
  const headers: Record<string, string> = action.isLong ? { accept: `${progressType}, application/json` } : {};
  if (action.method === "POST") return { method: "POST", path, headers, body: Object.fromEntries(rest) } as const;
  const query = new URLSearchParams(
    rest.flatMap(([name, value]) => [value].flat().map((one) => [name, textOf(one)] as [string, string])),
  );
  return { method: "GET", path: query.size > 0 ? `${path}?${query}` : path, headers } as const;
};

const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** One line of a long action's answer. */
type Line = { readonly progress: Progress } | { readonly result: unknown } | { readonly error: ErrorEnvelope };

const followProgress = async (terminal: Terminal, response: Response, { json }: ActionFlags): Promise<unknown> => {
  const show = json ? undefined : terminal.redraw;
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of response.body ?? []) {
    rest += decoder.decode(part as Uint8Array, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if ("progress" in line) show?.(toProgressLine(line.progress));
      else {
        show?.("");
        if ("error" in line) throw fromErrorEnvelope(line.error);
        return line.result;
      }
    }
  }
  show?.("");
  throw new ConnectorError("NETWORK", {
    message: "The gateway went away before the action was finished.",
    help: "What was begun goes on when it is back; run the same command again to follow it.",
    outcome: "unknown",
  });
};

const print = (
  terminal: Terminal,
  { id, table }: AnyAdminAction,
  answer: unknown,
  { json, field }: ActionFlags,
): void => {
  if (field === undefined)
    return terminal.out(json ? JSON.stringify(answer, undefined, 2) : formatAnswer(answer, table));
  const found = field
    .split(".")
    .reduce<unknown>((node, step) => (node as Record<string, unknown> | null)?.[step], answer);
  if (found === undefined)
    throw new ConnectorError("INVALID_INPUT", {
      message: `--field: the answer of ${id} has no "${field}"; it has ${Object.keys(answer as object).join(", ")}.`,
    });
  terminal.out(JSON.stringify(found, undefined, 2));
};

/** Tells what one usually does next, ready to be pasted. */
const suggest = (
  terminal: Terminal,
  actions: readonly AnyAdminAction[],
  { action, input, flags: { url } }: Asked,
  answer: unknown,
): void => {
  const parsed = action.input.safeParse(input);
  const page = (answer as { readonly nextCursor?: string }).nextCursor;
  const steps = [
    ...(page === undefined ? [] : [{ about: "More", action: action.id, input: { ...input, cursor: page } }]),
    ...(parsed.success ? (action.next?.(parsed.data, answer as never) ?? []) : []),
  ];
  const lines = steps.flatMap((step) => {
    const next = actions.find(({ id }) => id === step.action);
    const command = next && `${toCommand(next, step.input)}${url === undefined ? "" : ` --url ${url}`}`;
    return command ? [`${step.about}:\n  ${command}`] : [];
  });
  if (lines.length > 0) terminal.err(`\n${lines.join("\n")}`);
};
