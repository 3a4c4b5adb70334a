import { defineOperation, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { MessageSummary, MessageWire, toMessage } from "../schemas/messages.js";
import { messageInput } from "../schemas/sending.js";
import { decodeData } from "../wire/envelope.js";
import { parseHeaders } from "../wire/mail-headers.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { wireId, wireText } from "../wire/scalars.js";
import { helpPage, oneDayMs, scope, untrusted } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";

interface MessagePlace {
  readonly folderId: string;
  readonly messageId: string;
}

/** Path of a mail. */
export const messagePath = ({ folderId, messageId }: MessagePlace, rest = ""): string =>
  `/folders/${folderId}/messages/${messageId}${rest}`;

const example = { folderId: "5820114000000008008", messageId: "1784100000000100001" };

/** One mail without its text. */
export const getMessage = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.get",
    summary: "Get one mail without its text",
    description: `A wrong folder is not refused: the answer tells the right one, with a warning. ${untrusted}`,
    docs: helpPage("get-email-meta-data"),
    effect: "read",
    input: z.object(messageInput),
    output: MessageSummary,
    scopes: scope("messages", "READ"),
    keywords: ["email", "details", "subject", "sender"],
    examples: [{ title: "By id", input: example }],
    request: (input, context) => ({ method: "GET", path: mailboxPath(context, messagePath(input, "/details")) }),
    response: decodeData(
      MessageWire,
      (wire, { input, warn }: Pick<ResponseContext<MessagePlace>, "input" | "warn">) => {
        const message = toMessage(wire);
        if (message.folderId !== input.folderId)
          warn({
            code: "OTHER_FOLDER",
            message: `The mail lies in folder ${message.folderId}, not in the one asked for.`,
            path: "folderId",
          });
        return message;
      },
    ),
    quota: oneRequest,
  }),
);

/** The text of a mail. */
export const getContent = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.content",
    summary: "Read the text of one mail",
    description: `Mostly HTML, as it was sent. ${untrusted}`,
    docs: helpPage("get-email-content"),
    effect: "read",
    input: z.object({
      ...messageInput,
      includeQuoted: z.boolean().default(false).describe("With the quoted mails below it"),
    }),
    output: z.object({ messageId: z.string(), content: z.string().describe("HTML or plain text") }),
    scopes: scope("messages", "READ"),
    keywords: ["email body", "read", "html", "message text", "letter", "what it says", "wording"],
    examples: [{ title: "By id", input: example }],
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, messagePath(input, "/content")),
      query: { includeBlockContent: input.includeQuoted },
    }),
    response: decodeData(z.looseObject({ messageId: wireId, content: wireText }), ({ messageId, content }) => ({
      messageId,
      content,
    })),
    quota: oneRequest,
    cache: { ttlMs: oneDayMs },
  }),
);

/** The headers of a mail. */
export const getHeaders = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.headers",
    summary: "Read the headers of one mail, with its Message-ID",
    description: untrusted,
    docs: helpPage("get-email-header"),
    effect: "read",
    input: z.object({ ...messageInput, raw: z.boolean().default(false).describe("With the text as it came") }),
    output: z.object({
      rfcMessageId: z.string().optional().describe("Message-ID header"),
      headers: z.array(z.object({ name: z.string(), value: z.string() })).describe("In their order, unfolded"),
      raw: z.string().optional(),
    }),
    scopes: scope("messages", "READ"),
    keywords: [
      "message-id",
      "received",
      "spf",
      "dkim",
      "references",
      "delivery path",
      "where it came from",
      "genuine",
      "forged",
    ],
    examples: [{ title: "By id", input: example }],
    // Always raw: the shape of the JSON form is not documented, and the text holds all there is.
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, messagePath(input, "/header")),
      query: { raw: true },
    }),
    response: decodeData(
      z.looseObject({ headerContent: z.string() }),
      ({ headerContent }, { input }: { input: { raw: boolean } }) => {
        const headers = parseHeaders(headerContent);
        const rfcMessageId = headers.find(({ name }) => name.toLowerCase() === "message-id")?.value;
        return { headers, ...present({ rfcMessageId, raw: input.raw ? headerContent : undefined }) };
      },
    ),
    quota: oneRequest,
    cache: { ttlMs: oneDayMs },
  }),
);

/** A mail as it travelled. */
export const getOriginal = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.original",
    summary: "Read one mail as the MIME text that it travelled as",
    description: `Attachments are in it, so it may be large. ${untrusted}`,
    docs: helpPage("get-original-message"),
    effect: "read",
    input: z.object({ messageId: idInput("Message id") }),
    output: z.object({ messageId: z.string(), mime: z.string() }),
    scopes: scope("messages", "READ"),
    keywords: ["eml", "mime", "source", "raw email"],
    examples: [{ title: "By id", input: { messageId: example.messageId } }],
    timeoutMs: 60_000,
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, `/messages/${input.messageId}/originalmessage`),
    }),
    response: decodeData(z.looseObject({ messageId: wireId, content: z.string() }), ({ messageId, content }) => ({
      messageId,
      mime: content,
    })),
    quota: oneRequest,
    cache: { ttlMs: oneDayMs },
  }),
);
