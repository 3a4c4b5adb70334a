import {
  acceptedContent,
  inputRequired,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { askFor, capabilitiesOf } from "./exchange-fixtures.js";

const done = (text: string) => ({ content: [{ type: "text" as const, text }] });
const prefix = "test_input_required_result_";
const question = (text: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: { type: "text", text } }], maxTokens });

/** What the fixtures sign between rounds. */
export interface RoundState {
  readonly round: number;
}

const responsesOf = ({ mcpReq }: ServerContext): Readonly<Record<string, unknown>> => mcpReq.inputResponses ?? {};
const accepted = (context: ServerContext, key: string) =>
  acceptedContent(context.mcpReq.inputResponses, key, z.record(z.string(), z.unknown()));

/** Tools and a prompt that need an answer before they can end (SEP-2322). */
export const registerInputRequired = (server: McpServer, codec: RequestStateCodec<RoundState>): void => {
  const tool = (name: string, call: (context: ServerContext) => unknown) =>
    server.registerTool(
      `${prefix}${name}`,
      { description: `Asks before it ends: ${name.replaceAll("_", " ")}` },
      call as never,
    );
  registerSingleRound(tool);
  registerStateful(tool, codec);
  server.registerPrompt(`${prefix}prompt`, { description: "Asks before it ends" }, (context: ServerContext) => {
    const given = accepted(context, "user_context");
    if (!given)
      return inputRequired({
        inputRequests: { user_context: askFor("What context should the prompt use?", "context") },
      });
    return {
      messages: [{ role: "user", content: { type: "text", text: `Use this context: ${String(given.context)}` } }],
    };
  });
};

type Register = (name: string, call: (context: ServerContext) => unknown) => unknown;

const registerSingleRound = (tool: Register): void => {
  tool("elicitation", (context) => {
    const given = accepted(context, "user_name");
    return given
      ? done(`Hello, ${String(given.name)}!`)
      : inputRequired({ inputRequests: { user_name: askFor("What is your name?", "name") } });
  });
  tool("sampling", (context) => {
    const { capital_question } = responsesOf(context);
    return capital_question
      ? done(JSON.stringify(capital_question))
      : inputRequired({ inputRequests: { capital_question: question("What is the capital of France?", 100) } });
  });
  tool("list_roots", (context) => {
    const { client_roots } = responsesOf(context);
    return client_roots
      ? done(JSON.stringify(client_roots))
      : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  tool("capabilities", (context) => {
    const can = capabilitiesOf(context);
    if (Object.keys(responsesOf(context)).length > 0) return done("Answered.");
    const inputRequests = {
      ...(can.elicitation !== undefined && { user_name: askFor("What is your name?", "name") }),
      ...(can.sampling !== undefined && { greeting: question("Generate a greeting", 50) }),
    };
    return Object.keys(inputRequests).length > 0
      ? inputRequired({ inputRequests })
      : done("The client can answer nothing.");
  });
};

const registerStateful = (tool: Register, codec: RequestStateCodec<RoundState>): void => {
  const confirm = { confirm: askFor("Please confirm", "ok", "boolean") };
  for (const name of ["request_state", "tampered_state"])
    tool(name, async (context) => {
      const state = context.mcpReq.requestState<RoundState>();
      return state && accepted(context, "confirm")
        ? done("state-ok")
        : inputRequired({ inputRequests: confirm, requestState: await codec.mint({ round: 1 }) });
    });
  tool("multiple_inputs", async (context) => {
    const { user_name, greeting, client_roots } = responsesOf(context);
    if (context.mcpReq.requestState() && user_name && greeting && client_roots) return done("All three were answered.");
    const inputRequests = {
      user_name: askFor("What is your name?", "name"),
      greeting: question("Generate a greeting", 50),
      client_roots: inputRequired.listRoots(),
    };
    return inputRequired({ inputRequests, requestState: await codec.mint({ round: 1 }) });
  });
  tool("multi_round", async (context) => {
    const round = context.mcpReq.requestState<RoundState>()?.round ?? 0;
    if (round === 2 && accepted(context, "step2")) return done("Both steps were answered.");
    if (round === 1 && accepted(context, "step1"))
      return inputRequired({
        inputRequests: { step2: askFor("Step 2: What is your favorite color?", "color") },
        requestState: await codec.mint({ round: 2 }),
      });
    return inputRequired({
      inputRequests: { step1: askFor("Step 1: What is your name?", "name") },
      requestState: await codec.mint({ round: 1 }),
    });
  });
};
