import type { JsonSchema } from "@trunkline/registry";
import { type Command, Option } from "commander";
import { z } from "zod";
import { type AnyAdminAction, pathFields } from "../admin/action.js";
import { kindsOf, propertiesOf } from "../rest/schema-kinds.js";
import { type ActionFlags, runAction, type Written } from "./admin.js";
import type { Terminal } from "./output.js";

/** What the commands of the actions need. */
export interface AdminCommandsDeps {
  readonly actions: readonly AnyAdminAction[];
  readonly terminal: Terminal;
  /** Turns a failure into its sentence and exit code. */
  guarded(work: (...args: unknown[]) => Promise<void>): (...args: unknown[]) => Promise<void>;
}

/** What a noun's commands are about, for `trunkline --help`. */
const nouns: Readonly<Record<string, string>> = {
  events: "Events that were stored: webhooks, polled changes, backfills",
  "dead-letters": "Work that handlers gave up",
  queues: "What is waiting for which handler",
  schedules: "Recurring tasks",
  writes: "The ledger of what was written to upstreams",
  replays: "Stored events handled again",
  endpoints: "Where outgoing webhooks go",
  "webhook-secrets": "Secrets that sign incoming webhooks",
  erasure: "Forgetting a person",
  "privacy-reports": "What is stored about a person, gathered on their request",
  audit: "Who did what",
};

/** One command for each action: `trunkline {noun} {verb}`. They ask a running gateway. */
export const addAdminCommands = (program: Command, { actions, terminal, guarded }: AdminCommandsDeps): void => {
  const groups = new Map<string, Command>();
  for (const action of actions) {
    const [noun = "", verb = ""] = action.id.split(".");
    const group = groups.get(noun) ?? program.command(noun).description(nouns[noun] ?? noun);
    groups.set(noun, group);
    addAction(group.command(verb), action, terminal, guarded);
  }
};

const addAction = (
  command: Command,
  action: AnyAdminAction,
  terminal: Terminal,
  guarded: AdminCommandsDeps["guarded"],
): void => {
  const schema = z.toJSONSchema(action.input, { io: "input" }) as JsonSchema;
  const properties = propertiesOf(schema, schema);
  const required = new Set((schema.required ?? []) as readonly string[]);
  const named = pathFields(action);
  command.description(action.summary);
  for (const name of named) command.argument(`<${toFlag(name)}>`, String(properties[name]?.description ?? ""));
  const optional = Object.keys(properties).filter((name) => !named.includes(name));
  for (const name of optional)
    command.addOption(toOption(name, properties[name] ?? {}, schema).makeOptionMandatory(required.has(name)));
  command
    .option("--url <url>", "the gateway's address")
    .option("--key <key>", "an admin key (TRUNKLINE_API_KEY; default: the local key)")
    .option("--json", "answer in JSON, for programs");
  if (action.description !== undefined) command.addHelpText("after", `\n${action.description}`);
  command.action(
    guarded(async (...args) => {
      const options = args[named.length] as Record<string, unknown>;
      const written: Record<string, unknown> = {};
      for (const [index, name] of named.entries()) written[name] = args[index];
      for (const name of optional) written[name] = options[toAttribute(name)];
      const { url, key, json } = options as { url?: string; key?: string; json?: boolean };
      const flags: ActionFlags = {
        ...(url !== undefined && { url }),
        ...(key !== undefined && { key }),
        ...(json && { json }),
      };
      await runAction(terminal, action, { schema, written: written as Written, flags });
    }),
  );
};

const toOption = (name: string, property: JsonSchema, schema: JsonSchema): Option => {
  const kinds = kindsOf(property, schema);
  const about = [
    property.description,
    ...(kinds.has("object") ? ["as JSON"] : []),
    ...(kinds.has("array") ? ["repeat for several"] : []),
    ...(property.default === undefined ? [] : [`default ${JSON.stringify(property.default)}`]),
  ].filter(Boolean);
  if (kinds.size === 1 && kinds.has("boolean")) return new Option(`--${toFlag(name)}`, about.join("; "));
  const option = new Option(`--${toFlag(name)} <value>`, about.join("; "));
  if (Array.isArray(property.enum)) return option.choices(property.enum.map(String));
  if (kinds.has("array"))
    return option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
};

/** Flags that every command of an action has; an input of that name is told apart: `--its-key`. */
const reserved = new Set(["url", "key", "json", "help"]);

const toFlag = (name: string): string =>
  reserved.has(name) ? `its-${name}` : name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
/** As commander names the value of a flag. */
const toAttribute = (name: string): string =>
  toFlag(name).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
