import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

/** Ways of working that a person can start from their client's menu. */
export const registerPrompts = (server: McpServer): void => {
  server.registerPrompt(
    "do_task",
    {
      title: "Do a task",
      description: "Carry out a back-office task safely: find the operations, read first, confirm before writing.",
      argsSchema: z.object({ task: z.string().describe("What should be done, in plain words") }),
    },
    ({ task }) => user(taskText(task)),
  );
  server.registerPrompt(
    "check_connections",
    {
      title: "Check the connections",
      description: "Say which connected services work, which do not, and what a person must do about it.",
    },
    () => user(checkText),
  );
};

const user = (text: string) => ({ messages: [{ role: "user" as const, content: { type: "text" as const, text } }] });

const taskText = (task: string): string =>
  [
    "Carry out this task with Trunkline's tools:",
    "",
    task,
    "",
    "1. Find the operations with search_operations, or use the tool of that name if there is one.",
    "2. Read the current state first, with `fields` naming only what you need.",
    "3. Say in one or two sentences what you are about to change. Wait for my agreement before anything that cannot be undone.",
    "4. Write with an idempotencyKey of your own; if an answer is an error, follow what it says to do.",
    "5. Read the result back and report what changed, with ids.",
  ].join("\n");

const checkText = [
  "Call list_connections. Report in a short table: connector, connection, state, reason.",
  "For every connection that is not up, say what a person has to do. Say so plainly if all are up.",
].join("\n");
