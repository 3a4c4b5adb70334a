import { setTimeout as delay } from "node:timers/promises";
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InMemoryServerEventBus,
  inputRequired,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

const done = (text: string) => ({ content: [{ type: "text" as const, text }] });

/** Tools that speak while they work, or need a client that can do more. */
export const registerExchangeTools = (server: McpServer, bus: InMemoryServerEventBus): void => {
  server.registerTool(
    "test_tool_with_progress",
    { description: "Reports progress three times" },
    async ({ mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined)
          await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 100 } });
        await delay(50);
      }
      return done("Progress reported.");
    },
  );
  for (const name of ["test_tool_with_logging", "test_logging_tool"])
    server.registerTool(name, { description: "Logs three messages" }, async ({ mcpReq }) => {
      for (const message of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
        await mcpReq.log("info", message);
        await delay(50);
      }
      return done("Logged.");
    });
  server.registerTool("test_missing_capability", { description: "Needs a client that can sample" }, () => {
    // The SDK refuses to ask a client for what it did not say it can do: that refusal is what the suite looks for.
    const question = { role: "user" as const, content: { type: "text" as const, text: "Can you?" } };
    return inputRequired({
      inputRequests: { question: inputRequired.createMessage({ messages: [question], maxTokens: 10 }) },
    });
  });
  server.registerTool("test_streaming_elicitation", { description: "Reports progress, then asks" }, async () =>
    inputRequired({ inputRequests: { answer: askFor("Which one?", "answer") } }),
  );
  server.registerTool("test_trigger_tool_change", { description: "Announces changed tools" }, () => {
    bus.publish({ kind: "tools_list_changed" });
    return done("Announced.");
  });
  server.registerTool("test_trigger_prompt_change", { description: "Announces changed prompts" }, () => {
    bus.publish({ kind: "prompts_list_changed" });
    return done("Announced.");
  });
};

/** Nobody will answer, so the wait is short. */
const answerTimeoutMs = 500;

/** Tools that ask over the connection, as revisions before 2026-07-28 did. Without sessions there is nobody to ask. */
export const registerPushTools = (server: McpServer): void => {
  const prompt = z.object({ prompt: z.string() });
  server.registerTool(
    "test_sampling",
    { description: "Asks the client's model", inputSchema: prompt },
    async (args, { mcpReq }) => {
      const messages = [{ role: "user" as const, content: { type: "text" as const, text: args.prompt } }];
      return done(
        `LLM response: ${JSON.stringify(await mcpReq.requestSampling({ messages, maxTokens: 100 }, { timeout: answerTimeoutMs }))}`,
      );
    },
  );
  const message = z.object({ message: z.string() });
  server.registerTool(
    "test_elicitation",
    { description: "Asks the client's user", inputSchema: message },
    async (args, { mcpReq }) => {
      const requestedSchema = {
        type: "object" as const,
        properties: { username: { type: "string" as const } },
        required: ["username"],
      };
      return done(
        `User response: ${JSON.stringify(await mcpReq.elicitInput({ message: args.message, requestedSchema }, { timeout: answerTimeoutMs }))}`,
      );
    },
  );
};

/** What the client of this request says it can do. */
export const capabilitiesOf = ({ mcpReq }: ServerContext): Readonly<Record<string, unknown>> => {
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  return (envelope[CLIENT_CAPABILITIES_META_KEY] ?? {}) as Readonly<Record<string, unknown>>;
};

/** A question for one text, or for yes or no. */
export const askFor = (message: string, field: string, type: "string" | "boolean" = "string") =>
  inputRequired.elicit({
    message,
    requestedSchema: {
      type: "object",
      properties: { [field]: type === "string" ? { type } : { type } },
      required: [field],
    },
  });
