import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { chatScope } from "../auth.js";
import { propertyInput, text } from "../schemas/common.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { experimental, reportTimes } from "./report-facts.js";

/** A question in plain language. It adds a turn to a conversation at Google, so that asking twice is not asking once. */
const askChat = defineOperation({
  id: "ga4.chat.ask",
  summary: "Ask Google's assistant a question about the property's data in plain language",
  description: `The answer is generated and may be wrong; its form is not documented yet and is passed on as it is. ${experimental}`,
  docs: dataDocs("properties/chat", "v1alpha"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...propertyInput,
    question: z.string().min(1).max(2_000),
    sessionId: z.string().min(1).max(200).optional().describe("Goes on with an earlier conversation"),
  }),
  output: z.object({
    sessionId: z.string().optional(),
    reply: z.record(z.string(), z.unknown()).describe("What Google answered"),
  }),
  scopes: [chatScope],
  keywords: ["assistant", "natural language", "insight", "question"],
  examples: [{ title: "A question", input: { question: "Why did sessions fall last week?" } }],
  request: ({ question, sessionId, ...input }, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(input, settings)}:chat`, "v1alpha"),
    body: { userQuery: question, ...(sessionId && { sessionId }), returnPropertyQuota: true },
  }),
  response: decode(z.looseObject({ sessionId: text, propertyQuota: z.unknown().optional() }), (wire) => {
    const { sessionId, propertyQuota: _, ...reply } = wire;
    return { ...(sessionId && { sessionId }), reply };
  }),
  ...reportTimes,
});

/** Branch `chat` of the tree. */
export const chat = { ask: askChat };
