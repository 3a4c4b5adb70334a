import type { Call, MailboxEvent } from "./call.js";
import { type Composed, ownAddresses } from "./compose.js";
import { addMessage } from "./messages.js";
import type { Message } from "./records.js";
import type { Store } from "./store.js";

/** Sends a mail, or puts it into the outbox until its time. Gives the sender's copy. */
export const dispatch = ({ store, announce }: Pick<Call, "store" | "announce">, mail: Composed): Message => {
  const folder = mail.sendAt === undefined ? "Sent" : "Outbox";
  const copy = addMessage(store, { ...mail, folderId: store.folderId(folder), isRead: true });
  if (mail.sendAt === undefined) deliver(store, copy, announce);
  return copy;
};

/** Sends what waits in the outbox and is due. */
export const sendDue = (store: Store, announce: (event: MailboxEvent) => void): void => {
  const now = store.clock.now();
  for (const message of [...store.messages.values()]) {
    if (message.sendAt === undefined || message.sendAt > now) continue;
    if (message.folderId === store.folderId("Outbox")) {
      message.folderId = store.folderId("Sent");
      message.receivedAt = message.sendAt;
      deliver(store, message, announce);
    }
    message.sendAt = undefined;
  }
};

/** A mail to oneself exists twice, under two ids. Mail to others leaves the simulated world. */
const deliver = (store: Store, copy: Message, announce: (event: MailboxEvent) => void): void => {
  const recipients = [...copy.to, ...copy.cc, ...copy.bcc].map(({ email }) => email.toLowerCase());
  if (!recipients.some((email) => ownAddresses.includes(email))) return;
  const { id: _, labelIds: __, sendAt: ___, cameFrom: ____, threadId, attachments, ...facts } = copy;
  const message = addMessage(store, {
    ...facts,
    folderId: store.folderId("Inbox"),
    receivedAt: copy.receivedAt + 4,
    isOwn: false,
    isRead: false,
    bcc: [],
    attachments,
    ...(threadId !== undefined && { threadId }),
  });
  announce({ kind: "mail", message });
};
