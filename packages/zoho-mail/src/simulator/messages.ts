import type { Attachment, Message } from "./records.js";
import { hexOf, type Store } from "./store.js";

/** What a mail is made of; the rest has its usual value. */
export type MessageFacts = Pick<Message, "folderId" | "from" | "to" | "subject" | "content" | "receivedAt"> &
  Partial<Omit<Message, "id" | "labelIds" | "attachments">> & {
    readonly labelIds?: Iterable<string>;
    readonly attachments?: readonly Omit<Attachment, "id">[];
  };

/** Files a mail in a folder. An answer joins the conversation of the mail it answers. */
export const addMessage = (store: Store, facts: MessageFacts): Message => {
  const id = store.ids.ofMoment(facts.receivedAt);
  const message: Message = {
    cc: [],
    bcc: [],
    isPlain: false,
    isRead: false,
    isReplied: false,
    isForwarded: false,
    flag: "flag_not_set",
    priority: "3",
    references: [],
    isOwn: false,
    mailId: mintMailId(store, id, facts.receivedAt),
    ...facts,
    id,
    labelIds: new Set(facts.labelIds),
    attachments: (facts.attachments ?? []).map((file) => ({ ...file, id: store.ids.ofAttachment() })),
  };
  joinThread(store, message);
  store.messages.set(id, message);
  return message;
};

const mintMailId = (store: Store, id: string, at: number): string =>
  `<${Math.trunc(at).toString(16)}.${hexOf(id, 14)}.${BigInt(`0x${hexOf(`${id}#`, 15)}`)}@zohomail.${store.dataCentre === "us" ? "com" : store.dataCentre}>`;

const joinThread = (store: Store, message: Message): void => {
  const named = message.threadId ?? undefined;
  if (named !== undefined || message.inReplyTo === undefined) return;
  const parent = findByMailId(store, message.inReplyTo);
  if (!parent) return;
  parent.threadId ??= parent.id;
  message.threadId = parent.threadId;
};

/** The mail of that RFC Message-ID; the copy in the inbox before others. */
export const findByMailId = (store: Store, mailId: string): Message | undefined => {
  let found: Message | undefined;
  for (const message of store.messages.values())
    if (message.mailId === mailId && (!found || !message.isOwn)) found = message;
  return found;
};

/** Puts a mail elsewhere and keeps its id. */
export const moveMessage = (message: Message, folderId: string): void => {
  if (message.folderId === folderId) return;
  message.cameFrom = message.folderId;
  message.folderId = folderId;
};

/** Puts a mail back where it was, or into the inbox. */
export const returnMessage = (store: Store, message: Message): void => {
  const back = message.cameFrom !== undefined && store.folders.has(message.cameFrom) ? message.cameFrom : undefined;
  message.folderId = back ?? store.folderId("Inbox");
  message.cameFrom = undefined;
};
