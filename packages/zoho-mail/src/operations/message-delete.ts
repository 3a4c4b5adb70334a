import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { messageInput } from "../schemas/sending.js";
import { decodeDone } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { helpPage, scope } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";
import { messagePath } from "./message-reads.js";

/** A mail in Trash, or gone. */
export const deleteMessage = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.delete",
    summary: "Delete a mail: to Trash, or for good",
    description: "Deleting a mail that lies in Trash may be final, so it is not repeated by itself.",
    docs: helpPage("delete-email"),
    effect: "destroy",
    idempotency: "none",
    input: z.object({
      ...messageInput,
      forGood: z.boolean().default(false).describe("True: past the Trash, never to come back"),
    }),
    output: z.object({ messageId: z.string(), forGood: z.boolean() }),
    scopes: scope("messages", "DELETE"),
    keywords: ["remove email", "trash", "expunge", "throw away", "get rid of"],
    examples: [{ title: "To Trash", input: { folderId: "5820114000000008008", messageId: "1784100000000100001" } }],
    request: (input, context) => ({
      method: "DELETE",
      path: mailboxPath(context, messagePath(input)),
      query: { expunge: input.forGood },
    }),
    response: decodeDone(({ input }: { input: { messageId: string; forGood: boolean } }) => ({
      messageId: input.messageId,
      forGood: input.forGood,
    })),
    quota: oneRequest,
  }),
);
