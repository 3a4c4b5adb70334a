import { z } from "zod";
import { parseAddresses } from "../wire/addresses.js";
import { present } from "../wire/present.js";
import {
  optionalBoolean,
  optionalNumber,
  optionalText,
  optionalWireId,
  wireId,
  wireInstant,
  wireText,
} from "../wire/scalars.js";
import { unescapeHtml } from "../wire/text.js";
import { Address, id, instant, openEnum, toSender } from "./common.js";

/** Flags by the number that filters and older rows use. */
const flagsByNumber = ["none", "info", "important", "followup"] as const;

/** What a mail can be flagged with. */
export const flags = z.enum(flagsByNumber);
/** What a mail can be flagged with. */
export type Flag = z.infer<typeof flags>;

/** The number of a flag in list filters. */
export const flagNumber = (flag: Flag): number => flagsByNumber.indexOf(flag);

/** The name of a flag in updates, which take no numbers. */
export const flagName = (flag: Flag): string => (flag === "none" ? "flag_not_set" : flag);

/** What is known of a mail without its text. */
export const MessageSummary = z.object({
  messageId: id("Message id; kept when the mail moves"),
  folderId: id("Folder that it lies in"),
  threadId: id("Thread; absent on single mails").optional(),
  subject: z.string(),
  summary: z.string().describe("First words of the text"),
  from: Address.optional(),
  to: z.array(Address),
  cc: z.array(Address),
  receivedAt: instant("When it arrived"),
  isRead: z.boolean(),
  isReplied: z.boolean(),
  isForwarded: z.boolean(),
  flag: openEnum(flagsByNumber, "Flag"),
  hasAttachment: z.boolean(),
  hasInline: z.boolean().describe("Has inline pictures"),
  sizeBytes: z.number().optional(),
  priority: z.number().optional().describe("1 highest to 5 lowest, 3 normal"),
  threadCount: z.number().optional().describe("As Zoho says; often 0 in spite of a thread"),
  deliveryStatus: z.string().optional().describe("Of sent mails, e.g. success"),
});
/** What is known of a mail without its text. */
export type MessageSummary = z.infer<typeof MessageSummary>;

const row = z.looseObject({
  messageId: wireId,
  folderId: wireId,
  threadId: optionalWireId,
  subject: wireText,
  summary: wireText,
  fromAddress: optionalText,
  sender: optionalText,
  toAddress: optionalText,
  ccAddress: optionalText,
  receivedTime: wireInstant,
  status: wireText,
  status2: wireText,
  flagid: wireText,
  hasAttachment: optionalBoolean,
  hasInline: optionalBoolean,
  size: optionalNumber,
  priority: optionalNumber,
  threadCount: optionalNumber,
  mailDeliveryStatus: optionalText,
});

/** Older rows spell the time in lower case: without it a sync would have no watermark, so it must be there. */
export const MessageWire = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && "receivedtime" in value && !("receivedTime" in value)
      ? { ...value, receivedTime: value.receivedtime }
      : value,
  row,
);

const toFlag = (wire: string): string => {
  if (wire === "" || wire === "flag_not_set") return "none";
  return /^[0-3]$/.test(wire) ? (flagsByNumber[Number(wire)] ?? "none") : wire;
};

const repliedWords = new Set(["1", "3", "reply", "replied"]);
const forwardedWords = new Set(["2", "3", "forward", "forwarded"]);

/** A mail as we promise it: text unescaped once, addresses taken apart, flags as booleans. `sentDateInGMT` is no instant. */
export const toMessage = (wire: z.output<typeof row>): MessageSummary => {
  const plain = (text: string | undefined) => (text === undefined ? undefined : unescapeHtml(text));
  return {
    messageId: wire.messageId,
    folderId: wire.folderId,
    subject: unescapeHtml(wire.subject),
    summary: unescapeHtml(wire.summary),
    to: parseAddresses(plain(wire.toAddress)),
    cc: parseAddresses(plain(wire.ccAddress)),
    receivedAt: wire.receivedTime,
    isRead: wire.status === "1" || wire.status === "read",
    isReplied: repliedWords.has(wire.status2),
    isForwarded: forwardedWords.has(wire.status2),
    flag: toFlag(wire.flagid),
    hasAttachment: wire.hasAttachment ?? false,
    hasInline: wire.hasInline ?? false,
    ...present({
      threadId: wire.threadId,
      from: toSender(plain(wire.fromAddress), plain(wire.sender)),
      sizeBytes: wire.size,
      priority: wire.priority,
      threadCount: wire.threadCount,
      deliveryStatus: wire.mailDeliveryStatus,
    }),
  };
};

/** One page of mails. */
export const MessagePage = z.object({ messages: z.array(MessageSummary), nextCursor: z.string().optional() });
