import { isConnectorError, toErrorEnvelope } from "@trunkline/core";
import { type Command, Option } from "commander";
import type { AnyAdminAction } from "../admin/action.js";
import { type ActionFlags, runAction } from "./admin.js";
import { type Flag, type Flags, flagsOf } from "./flags.js";
import { nounHelp } from "./noun-help.js";
import type { Terminal } from "./output.js";
import { inFlags, readInput, type Written } from "./read-flags.js";
import { toCommand } from "./write-command.js";

/** What the commands of the actions need. */
export interface AdminCommandsDeps {
  readonly actions: readonly AnyAdminAction[];
  readonly terminal: Terminal;
  /** Turns a failure into its sentence and exit code. */
  guarded(work: (...args: unknown[]) => Promise<void>): (...args: unknown[]) => Promise<void>;
}

/** One command for each action: `trunkline {noun} {verb}`. They ask a running gateway. */
export const addAdminCommands = (program: Command, deps: AdminCommandsDeps): void => {
  const groups = new Map<string, Command>();
  for (const action of deps.actions) {
    const [noun = "", verb = ""] = action.id.split(".");
    const group = groups.get(noun) ?? addNoun(program, noun, deps.actions);
    groups.set(noun, group);
    addAction(group.command(verb), action, deps);
  }
};

const addNoun = (program: Command, noun: string, actions: readonly AnyAdminAction[]): Command => {
  const { summary, examples = [] } = nounHelp[noun] ?? { summary: noun };
  const group = program.command(noun).description(summary).helpGroup("Operate a running gateway:");
  const lines = examples.flatMap(({ about, action: id, input }) => {
    const action = actions.find((one) => one.id === id);
    return action ? [`  # ${about}`, `  ${toCommand(action, input)}`] : [];
  });
  if (lines.length > 0) group.addHelpText("after", ["", "In order:", ...lines].join("\n"));
  return group;
};

const addAction = (command: Command, action: AnyAdminAction, deps: AdminCommandsDeps): void => {
  const flags = flagsOf(action);
  command.description(action.summary);
  for (const flag of flags.positional) command.argument(`<${flag.name}>`, flag.about);
  for (const flag of [...flags.named, ...flags.groups]) command.addOption(toOption(flag, flags));
  addCommonOptions(command, action);
  command.addHelpText("after", helpOf(action, flags));
  command.action(
    deps.guarded(async (...args) => {
      const options = args[flags.positional.length] as Record<string, unknown>;
      const written = Object.fromEntries([
        ...flags.positional.map(({ name }, at) => [name, args[at]]),
        ...[...flags.named, ...flags.groups].map(({ name }) => [name, options[toAttribute(name)]]),
      ]) as Written;
      await answering(deps, options as ActionFlags, async () => {
        const sources = { ...deps.terminal, nowMs: () => Date.now() };
        const input = await readInput(action, flags, written, sources);
        const asked = { action, input, flags: options as ActionFlags };
        await runAction(deps.terminal, deps.actions, asked).catch((thrown: unknown) => {
          throw isConnectorError(thrown) ? inFlags(thrown, flags) : thrown;
        });
      });
    }),
  );
};

/** With `--json` a failure is JSON too, on standard output. */
const answering = async ({ terminal }: AdminCommandsDeps, { json }: ActionFlags, work: () => Promise<void>) => {
  try {
    await work();
  } catch (thrown) {
    if (!json || !isConnectorError(thrown)) throw thrown;
    terminal.out(JSON.stringify({ error: toErrorEnvelope(thrown) }, undefined, 2));
    terminal.setExitCode(1);
  }
};

const addCommonOptions = (command: Command, { effect, words, method }: AnyAdminAction): void => {
  if (effect === "destroy") command.option("--yes", "confirm what cannot be undone");
  if (words?.watchedBy) command.option("--watch", "follow it until it is over");
  if (method === "GET") command.option("--field <name>", "only this field of the answer, as JSON, e.g. payload");
  command
    .option("--url <url>", "the gateway's address")
    .option("--key <key>", "an admin key (TRUNKLINE_API_KEY; default: the local key)")
    .option("--json", "answer in JSON, for programs");
};

const helpOf = (action: AnyAdminAction, { groups }: Flags): string => {
  const examples = (action.examples ?? []).flatMap(({ about, input }) => [
    `  # ${about}`,
    `  ${toCommand(action, input)}${action.effect === "destroy" ? " --yes" : ""}`,
  ]);
  const conditions = groups.map(({ name }) => `All conditions hold at once; --${name} takes them as JSON instead.`);
  return [
    ...(action.description === undefined ? [] : ["", action.description]),
    ...(groups.length === 0 ? [] : ["", ...conditions]),
    ...(examples.length === 0 ? [] : ["", "Examples:", ...examples]),
  ].join("\n");
};

const placeholders: Readonly<Record<Flag["kind"], string>> = {
  switch: "",
  choice: "<choice>",
  number: "<number>",
  time: "<time>",
  json: "<json>",
  text: "<text>",
};

const toOption = (flag: Flag, { groups }: Flags): Option => {
  const isGroup = groups.includes(flag);
  const about = [flag.about, flag.kind === "json" && !isGroup && "JSON, @file, or - for standard input"];
  const placeholder = flag.mayBeEmpty
    ? placeholders[flag.kind].replace("<", "[").replace(">", "]")
    : placeholders[flag.kind];
  const option = new Option(`--${flag.name} ${placeholder}`.trim(), about.filter(Boolean).join("; "));
  if (flag.isRequired && !isGroup) option.makeOptionMandatory();
  if (flag.choices.length > 0) option.choices(flag.choices);
  // Without a value it stays `true`, which is read as the empty list.
  return flag.isList ? option.argParser(collect) : option;
};

const collect = (value: string, before: readonly string[] | true | undefined): readonly string[] => [
  ...(Array.isArray(before) ? before : []),
  value,
];

/** As commander names the value of a flag. */
const toAttribute = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
