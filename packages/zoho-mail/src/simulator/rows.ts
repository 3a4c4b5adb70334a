import { writeAddresses } from "./addresses.js";
import type { Message } from "./records.js";
import { sentDateInGmt } from "./regions.js";
import type { Store } from "./store.js";

/** Text as lists and details write it. */
const escapeText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** The words of a mail without its markup. */
export const wordsOf = ({ content, isPlain }: Pick<Message, "content" | "isPlain">): string => {
  const text = isPlain
    ? content
    : content
        .replace(/<style[\s\S]*?<\/style>/gi, " ")
        .replace(/<[^>]*>/g, " ")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&");
  return text.replace(/\s+/g, " ").trim();
};

/** First words of a mail. */
export const summaryOf = (message: Message): string => wordsOf(message).slice(0, 240);

/** Bytes of a mail with its files. */
export const sizeOf = ({ content, attachments }: Message): number =>
  attachments.reduce((sum, { bytes }) => sum + bytes.length, Buffer.byteLength(content));

/** 0 nothing, 1 replied, 2 forwarded, 3 both. */
const answersOf = ({ isReplied, isForwarded }: Message): string => String((isReplied ? 1 : 0) + (isForwarded ? 2 : 0));

/** A row of a list, and the whole of `details`: every value but one is text. */
export const toRow = (
  store: Store,
  message: Message,
  counts: ThreadCounts = countThreads(store),
): Readonly<Record<string, unknown>> => ({
  summary: escapeText(summaryOf(message)),
  ...(message.isOwn && { toAddr: escapeText(writeAddresses(message.to)) }),
  sentDateInGMT: String(sentDateInGmt(store.dataCentre, message.receivedAt)),
  calendarType: 0,
  ...(message.isOwn && message.sendAt === undefined && { mailDeliveryStatus: "success" }),
  subject: escapeText(message.subject),
  messageId: message.id,
  ...threadKeys(message, counts),
  flagid: message.flag,
  status2: answersOf(message),
  priority: message.priority,
  hasInline: String(message.attachments.some(({ cid }) => cid !== undefined)),
  toAddress: message.to.length === 0 ? "Not Provided" : escapeText(writeAddresses(message.to)),
  folderId: message.folderId,
  ccAddress: message.cc.length === 0 ? "Not Provided" : escapeText(writeAddresses(message.cc)),
  hasAttachment: message.attachments.some(({ cid }) => cid === undefined) ? "1" : "0",
  size: String(sizeOf(message)),
  sender: escapeText(message.from.name ?? message.from.email),
  receivedTime: String(message.receivedAt),
  fromAddress: escapeText(message.from.email),
  status: message.isRead ? "1" : "0",
});

/** Mails of each conversation in each folder. */
type ThreadCounts = ReadonlyMap<string, number>;

const threadPlace = ({ threadId, folderId }: Message): string => `${threadId} in ${folderId}`;

/** Counts once for all rows of a page. */
export const countThreads = (store: Store): ThreadCounts => {
  const counts = new Map<string, number>();
  for (const message of store.messages.values()) {
    if (message.threadId === undefined) continue;
    const place = threadPlace(message);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
};

/** The count is of other mails of the conversation in the same folder, so it is often 0 in spite of the id. */
const threadKeys = (message: Message, counts: ThreadCounts) =>
  message.threadId === undefined
    ? {}
    : { threadId: message.threadId, threadCount: String((counts.get(threadPlace(message)) ?? 1) - 1) };

/** The same row as older answers have it: numbers, words for states, the time in lower case. */
export const toOlderRow = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { receivedTime, status, status2, size, priority, sentDateInGMT, messageId, folderId, ...rest } = row;
  const words: Readonly<Record<string, string>> = { "1": "reply", "2": "forward" };
  return {
    ...rest,
    messageId: BigInt(String(messageId)),
    folderId: BigInt(String(folderId)),
    receivedtime: Number(receivedTime),
    sentDateInGMT: Number(sentDateInGMT),
    status: status === "1" ? "read" : "unread",
    ...(words[String(status2)] !== undefined && { status2: words[String(status2)] }),
    size: Number(size),
    priority: Number(priority),
  };
};
