import { Command, InvalidArgumentError, Option } from "commander";
import { adminActions } from "../admin/actions.js";
import { addAdminCommands } from "./admin-commands.js";
import { type CallFlags, runCall } from "./call.js";
import { runDoctor } from "./doctor.js";
import { type FaultFlags, runFault } from "./fault.js";
import { runKeysCreate, runKeysList, runKeysRevoke } from "./keys.js";
import { runMcp } from "./mcp.js";
import { type OperationsFlags, runOperations } from "./operations.js";
import { describeFailure, type Terminal } from "./output.js";
import { runStart } from "./start.js";

const seconds = (text: string): string => {
  if (!(Number(text) > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return text;
};
const count = (text: string): string => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number above 0.");
  return text;
};
const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** The command line, ready to parse. Nothing runs and nothing is read before that. */
export const createProgram = (terminal: Terminal, version: string): Command => {
  const program = new Command("trunkline")
    .description(
      "Connectors for Shopify and the other services of a commerce back office, over MCP, REST and this command line.",
    )
    .version(version)
    .configureOutput({ writeOut: (text) => terminal.outPart(text), writeErr: (text) => terminal.err(text.trimEnd()) })
    .showHelpAfterError("(add --help for what is possible)")
    .addHelpText("after", firstSteps);
  addStart(program, terminal);
  addMcp(program, terminal);
  addCall(program, terminal);
  addOperations(program, terminal);
  addDoctor(program, terminal);
  addKeys(program, terminal);
  addFault(program, terminal);
  addAdminCommands(program, { actions: adminActions, terminal, guarded: (work) => guarded(terminal, work) });
  return program;
};

const firstSteps = `
First steps:
  trunkline start                                   gateway with page, REST and MCP on http://127.0.0.1:7400
  trunkline operations                              everything that can be called
  trunkline call shopify.products.list '{"limit":3}'
  trunkline doctor                                  what is mock, what is live, what is missing

Without credentials every connector runs against its packaged simulator.
All settings are environment variables; see docs/configuration.md.`;

/** Runs a command; a failure becomes its sentence on standard error and exit code 1. */
const guarded =
  <A extends unknown[]>(terminal: Terminal, work: (...args: A) => void | Promise<void>) =>
  async (...args: A): Promise<void> => {
    try {
      await work(...args);
    } catch (thrown) {
      terminal.err(`trunkline: ${describeFailure(thrown)}`);
      terminal.setExitCode(1);
    }
  };

const jsonOption = () => new Option("--json", "answer in JSON, for programs");

const addStart = (program: Command, terminal: Terminal): void => {
  program
    .command("start")
    .description("Start the gateway: page, REST, MCP, docs and metrics in one process")
    .option("--port <port>", "port to listen on; 0 picks a free one (TRUNKLINE_PORT)")
    .option("--host <address>", "address to listen on (TRUNKLINE_HOST)")
    .option("--mock", "simulators only, whatever credentials are set (TRUNKLINE_MODE=mock)")
    .addOption(jsonOption())
    .action(guarded(terminal, (flags) => runStart(terminal, flags)));
};

const addMcp = (program: Command, terminal: Terminal): void => {
  program
    .command("mcp")
    .description("Serve MCP on standard input and output, for agents that start their servers themselves")
    .option("--view <view>", "compact, all, or connectors separated by commas", "compact")
    .option("--readonly", "only tools that change nothing")
    .addHelpText(
      "after",
      '\nIn an agent\'s configuration:\n  { "mcpServers": { "trunkline": { "command": "trunkline", "args": ["mcp"] } } }',
    )
    .action(guarded(terminal, (flags) => runMcp(terminal, flags)));
};

const addCall = (program: Command, terminal: Terminal): void => {
  program
    .command("call")
    .description("Run one operation")
    .argument("<operation>", "its id, e.g. shopify.products.list")
    .argument("[input]", "its input as JSON, or - to read it from standard input", "{}")
    .option("--connection <name>", "which connection of the connector", "default")
    .option("--all", "every page: one item a line")
    .option("--idempotency-key <key>", "makes repeating a write harmless")
    .addOption(new Option("--deadline <seconds>", "longest whole call").argParser(seconds))
    .option("--yes", "confirm a destructive operation on a live connection")
    .option("--url <url>", "ask a running gateway instead, e.g. http://127.0.0.1:7400")
    .option("--key <key>", "API key for --url (TRUNKLINE_API_KEY; default: the local key)")
    .addOption(jsonOption())
    .addHelpText("after", "\nPrints the data, or the whole envelope with --json. Exit code 1 when the call failed.")
    .action(
      guarded(terminal, (operation: string, input: string, flags: CallFlags) =>
        runCall(terminal, operation, input, flags),
      ),
    );
};

const addOperations = (program: Command, terminal: Terminal): void => {
  program
    .command("operations")
    .description("List operations, or show one with its schemas")
    .argument("[id]", "an operation, a connector or a part of an id, e.g. shopify.orders")
    .option("--connector <id>", "only those of one connector")
    .addOption(new Option("--effect <effect>", "only those with this effect").choices(["read", "write", "destroy"]))
    .addOption(jsonOption())
    .action(guarded(terminal, (id: string | undefined, flags: OperationsFlags) => runOperations(terminal, id, flags)));
};

const addDoctor = (program: Command, terminal: Terminal): void => {
  program
    .command("doctor")
    .description("Say what is mock and what is live, which variable is missing, and what a probe answers")
    .option("--connector <id>", "only this connector")
    .addOption(jsonOption())
    .action(guarded(terminal, (flags) => runDoctor(terminal, flags)));
};

const addKeys = (program: Command, terminal: Terminal): void => {
  const keys = program.command("keys").description("API keys of the gateway");
  keys
    .command("create")
    .description("Make a key and show it once")
    .requiredOption("--name <name>", "who uses it")
    .option(
      "--scope <scope>",
      "what it may do: shopify:read, shopify:write, *:read, admin, …; repeat for several",
      collect,
    )
    .option("--expires <when>", "90d, 12h, or an ISO date")
    .addOption(jsonOption())
    .addHelpText("after", "\nwrite holds read, destroy holds both. Default scope: *:read.")
    .action(guarded(terminal, (flags) => runKeysCreate(terminal, { ...flags, scope: flags.scope ?? ["*:read"] })));
  keys
    .command("list")
    .description("List keys without their secrets")
    .addOption(jsonOption())
    .action(guarded(terminal, (flags) => runKeysList(terminal, flags)));
  keys
    .command("revoke")
    .description("End a key at once, in running gateways too")
    .argument("<id>", "as `trunkline keys list` shows it")
    .addOption(jsonOption())
    .action(guarded(terminal, (id: string, flags) => runKeysRevoke(terminal, id, flags)));
};

const addFault = (program: Command, terminal: Terminal): void => {
  program
    .command("fault")
    .description("Turn the fault dial of a simulator in a running gateway (mock mode)")
    .argument("<connector>", "e.g. shopify")
    .argument(
      "[fault]",
      "down, slow, 401, 429-storm, 500, cut-after-apply, cut-mid-body, truncated, drip or html; none: show the dial",
    )
    .option("--clear", "take every fault back")
    .option("--match <text>", "only requests whose operation or path contains this")
    .addOption(new Option("--times <count>", "end after so many hits").argParser(count))
    .option("--url <url>", "the gateway's address")
    .option("--key <key>", "an admin key (TRUNKLINE_API_KEY; default: the local key)")
    .addOption(jsonOption())
    .action(
      guarded(terminal, (connector: string, fault: string | undefined, flags: FaultFlags) =>
        runFault(terminal, connector, fault, flags),
      ),
    );
};
