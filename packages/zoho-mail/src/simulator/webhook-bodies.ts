import { writeAddresses } from "./addresses.js";
import type { Message, Task } from "./records.js";
import { sentDateInGmt } from "./regions.js";
import { taskOwner, taskStates } from "./routes/tasks.js";
import { sizeOf, summaryOf } from "./rows.js";
import { mailboxIds, type Store } from "./store.js";

/**
 * A mail as a webhook tells of it: ids as bare numbers, texts not escaped, line ends of the wire. The account id is not
 * in it, only the user number.
 */
export const toMailBody = (store: Store, message: Message, hookIds: readonly string[]) => ({
  summary: summaryOf(message),
  sentDateInGMT: sentDateInGmt(store.dataCentre, message.receivedAt),
  subject: message.subject,
  Mode: 0,
  messageId: BigInt(message.id),
  toAddress: writeAddresses(message.to),
  folderId: BigInt(message.folderId),
  zuid: mailboxIds.zuid,
  threadId: message.threadId === undefined ? 0 : BigInt(message.threadId),
  hasAttachment: message.attachments.length > 0 ? "Yes" : "No",
  size: sizeOf(message),
  sender: message.from.name ?? message.from.email,
  receivedTime: message.receivedAt,
  fromAddress: message.from.email,
  html: toWireLines(message.isPlain ? `<div>${message.content}</div>` : message.content),
  messageIdString: message.id,
  IntegIdList: hookIds.map((id) => `${id},`).join(""),
});

const toWireLines = (text: string): string => `${text.replace(/\r?\n/g, "\r\n")}\r\n`;

/** A task as a webhook tells of it. */
export const toTaskBody = ({ id, fields }: Task, action: string) => {
  const [status, statusName] = taskStates[String(fields.status ?? "inprogress")] ?? [2, "In Progress"];
  const { dueDate } = fields;
  return {
    entityId: BigInt(id),
    entityType: 3,
    action,
    title: fields.title,
    summary: fields.description ?? "",
    assignee: taskOwner.id,
    assigneeName: taskOwner.name,
    ...(typeof dueDate === "string" && { dueDate: dayMs(dueDate) }),
    nameSpaceId: taskOwner.id,
    groupName: "",
    status,
    statusName,
    triggerZuid: taskOwner.id,
  };
};

/** `DD/MM/YYYY` in milliseconds. */
const dayMs = (text: string): number => {
  const [day, month, year] = text.split("/").map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1);
};
