import { z } from "zod";
import { toSender } from "../schemas/common.js";
import { type ParsedAddress, parseAddresses } from "../wire/addresses.js";
import { present } from "../wire/present.js";
import {
  optionalBoolean,
  optionalInstant,
  optionalNumber,
  optionalText,
  optionalWireId,
  wireId,
  wireText,
} from "../wire/scalars.js";

/** A mail that arrived. Its text is not HTML-escaped here, unlike that of lists. */
export interface MailEvent {
  readonly type: "mail";
  /** User number: the one thing that tells the mailbox. */
  readonly zuid?: string;
  readonly messageId: string;
  readonly folderId?: string;
  readonly threadId?: string;
  readonly subject: string;
  readonly summary: string;
  /** The mail's text, written by a stranger. */
  readonly html: string;
  readonly from?: ParsedAddress;
  readonly to: readonly ParsedAddress[];
  readonly cc: readonly ParsedAddress[];
  /** ISO 8601, UTC. `sentDateInGMT` of the body is hours off and no instant. */
  readonly receivedAt?: string;
  readonly hasAttachment: boolean;
  readonly sizeBytes?: number;
  /** Webhooks whose conditions the mail met. */
  readonly integrationIds: readonly string[];
}

/** A task that was made or changed. */
export interface TaskEvent {
  readonly type: "task";
  /** User number of who did it. */
  readonly zuid?: string;
  readonly entityId: string;
  /** e.g. `taskUpdated`. */
  readonly action: string;
  readonly title: string;
  readonly summary: string;
  readonly assigneeId?: string;
  readonly assigneeName?: string;
  /** ISO 8601, UTC. */
  readonly dueAt?: string;
  readonly namespaceId?: string;
  readonly groupName?: string;
  readonly statusName?: string;
}

/** Anything else, e.g. a post in a stream: read the body. */
export interface OtherEvent {
  readonly type: "other";
  readonly zuid?: string;
}

/** What a webhook tells of. */
export type ZohoMailEvent = MailEvent | TaskEvent | OtherEvent;

const MailWire = z.looseObject({
  zuid: optionalWireId,
  messageId: wireId,
  messageIdString: optionalWireId,
  folderId: optionalWireId,
  threadId: optionalWireId,
  subject: wireText,
  summary: wireText,
  html: wireText,
  fromAddress: optionalText,
  sender: optionalText,
  toAddress: optionalText,
  ccAddress: optionalText,
  receivedTime: optionalInstant,
  hasAttachment: optionalBoolean,
  size: optionalNumber,
  IntegIdList: wireText,
});

const TaskWire = z.looseObject({
  entityId: wireId,
  action: z.string(),
  triggerZuid: optionalWireId,
  title: wireText,
  summary: wireText,
  assignee: optionalWireId,
  assigneeName: optionalText,
  dueDate: optionalInstant,
  nameSpaceId: optionalWireId,
  groupName: optionalText,
  statusName: optionalText,
});

/** The event in a body that was parsed without losing digits. */
export const readEvent = (body: Readonly<Record<string, unknown>>): ZohoMailEvent => {
  const { messageIdString, messageId = messageIdString } = body;
  const mail = MailWire.safeParse({ ...body, messageId });
  if (mail.success) return toMailEvent(mail.data);
  const task = TaskWire.safeParse(body);
  if (task.success) return toTaskEvent(task.data);
  return { type: "other", ...present({ zuid: optionalWireId.parse(body.zuid ?? body.triggerZuid) }) };
};

const toMailEvent = (wire: z.output<typeof MailWire>): MailEvent => ({
  type: "mail",
  // The twin as text goes first: it cannot have lost a digit on its way.
  messageId: wire.messageIdString ?? wire.messageId,
  subject: wire.subject,
  summary: wire.summary,
  html: wire.html,
  to: parseAddresses(wire.toAddress),
  cc: parseAddresses(wire.ccAddress),
  hasAttachment: wire.hasAttachment ?? false,
  integrationIds: wire.IntegIdList.split(",").filter((part) => part !== ""),
  ...present({
    zuid: wire.zuid,
    folderId: wire.folderId,
    threadId: wire.threadId,
    from: toSender(wire.fromAddress, wire.sender),
    receivedAt: wire.receivedTime,
    sizeBytes: wire.size,
  }),
});

const toTaskEvent = (wire: z.output<typeof TaskWire>): TaskEvent => ({
  type: "task",
  entityId: wire.entityId,
  action: wire.action,
  title: wire.title,
  summary: wire.summary,
  ...present({
    zuid: wire.triggerZuid,
    assigneeId: wire.assignee,
    assigneeName: wire.assigneeName,
    dueAt: wire.dueDate,
    namespaceId: wire.nameSpaceId,
    groupName: wire.groupName,
    statusName: wire.statusName,
  }),
});
