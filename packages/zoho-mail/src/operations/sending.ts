import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { composeInput, SentMessage, SentWire, toMailBody, toSentMessage } from "../schemas/sending.js";
import { decodeData } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { helpPage, scope } from "./facts.js";
import { findIn } from "./find-mail.js";
import { inMailbox } from "./in-mailbox.js";

const decodeSent = decodeData(SentWire, toSentMessage);
const once = "Sent at most once: when the outcome is unknown, look in the Sent folder before sending again.";
const example = {
  from: "kontor@nordlicht-tee.example",
  to: ["Ada Assam <ada@garden.example>"],
  subject: "Order 1042",
  content: "<p>Moin, please send 20 kg.</p>",
};

/** A mail that goes out now. */
export const sendMessage = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.send",
    summary: "Send a mail",
    description: once,
    docs: helpPage("post-send-an-email"),
    effect: "write",
    idempotency: "none",
    input: z.object({
      ...composeInput,
      inReplyTo: z.string().max(998).optional().describe("Message-ID header of the mail that this answers"),
      references: z.string().max(10_000).optional().describe("Message-IDs of the thread, separated by spaces"),
    }),
    verify: { read: findIn("Sent") },
    output: SentMessage,
    scopes: scope("messages", "CREATE"),
    keywords: ["email", "write", "compose", "notify", "outbound"],
    examples: [{ title: "An order", input: example }],
    request: ({ inReplyTo, references, ...mail }, context) => ({
      method: "POST",
      path: mailboxPath(context, "/messages"),
      body: { ...toMailBody(mail), ...present({ inReplyTo, refHeader: references }) },
    }),
    response: decodeSent,
    quota: oneRequest,
  }),
);

/** Zoho's numbers of its ready-made times; one's own time is left out, since sources disagree on its format. */
const scheduleTypes = {
  inOneHour: 1,
  inTwoHours: 2,
  inFourHours: 3,
  nextMorning: 4,
  nextAfternoon: 5,
} as const;

/** A mail that goes out later. */
export const scheduleMessage = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.schedule",
    summary: "Send a mail later, at one of Zoho's ready-made times",
    description: once,
    docs: helpPage("post-send-an-email"),
    effect: "write",
    idempotency: "none",
    input: z.object({
      ...composeInput,
      when: z.enum(Object.keys(scheduleTypes) as [keyof typeof scheduleTypes]).describe("When it goes out"),
      timeZone: z.string().min(1).max(100).describe("Time zone that when is meant in, e.g. Europe/Berlin"),
    }),
    output: SentMessage,
    scopes: scope("messages", "CREATE"),
    keywords: ["email", "delay", "later", "tomorrow", "postpone"],
    examples: [{ title: "Tomorrow morning", input: { ...example, when: "nextMorning", timeZone: "Europe/Berlin" } }],
    request: ({ when, timeZone, ...mail }, context) => ({
      method: "POST",
      path: mailboxPath(context, "/messages"),
      body: { ...toMailBody(mail), isSchedule: true, scheduleType: scheduleTypes[when], timeZone },
    }),
    response: decodeSent,
    quota: oneRequest,
  }),
);

/** A mail that waits in Drafts. */
export const createDraft = inMailbox(
  defineOperation({
    id: "zoho-mail.drafts.create",
    summary: "Store a mail in Drafts without sending it",
    description: "Zoho has no call that changes or sends a draft: a person does that.",
    docs: helpPage("post-save-draft-template"),
    effect: "write",
    idempotency: "none",
    input: z.object(composeInput),
    verify: { read: findIn("Drafts") },
    output: SentMessage,
    scopes: scope("messages", "CREATE"),
    keywords: ["email", "prepare", "review before sending", "unsent"],
    examples: [{ title: "A draft for review", input: example }],
    request: (mail, context) => ({
      method: "POST",
      path: mailboxPath(context, "/messages"),
      body: { ...toMailBody(mail), mode: "draft" },
    }),
    response: decodeSent,
    quota: oneRequest,
  }),
);

/** An answer to a mail. */
export const replyToMessage = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.reply",
    summary: "Answer a mail within its thread",
    description: `Goes to whom you name: there is no reply to all. ${once}`,
    docs: helpPage("post-reply-to-an-email"),
    effect: "write",
    idempotency: "none",
    input: z.object({ messageId: idInput("Mail to answer"), ...composeInput }),
    verify: { read: findIn("Sent") },
    output: SentMessage,
    scopes: scope("messages", "CREATE"),
    keywords: ["answer email", "respond", "reply"],
    examples: [
      {
        title: "An answer",
        input: { messageId: "1784100000000100001", from: example.from, to: example.to, content: "<p>Thank you.</p>" },
      },
    ],
    request: ({ messageId, ...mail }, context) => ({
      method: "POST",
      path: mailboxPath(context, `/messages/${messageId}`),
      body: { ...toMailBody(mail), action: "reply" },
    }),
    response: decodeSent,
    quota: oneRequest,
  }),
);
