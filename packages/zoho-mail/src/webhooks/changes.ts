import type { CallOperation, ChangeSource, InboundEvent } from "@trunkline/core";
import { z } from "zod";

const Folders = z.looseObject({
  folders: z.array(z.looseObject({ folderId: z.string(), type: z.string().optional() })),
});
const Person = z.looseObject({ email: z.string() });
const Message = z.looseObject({
  messageId: z.string(),
  threadId: z.string().optional(),
  receivedAt: z.string(),
  from: Person.optional(),
  to: z.array(Person),
  cc: z.array(Person),
});
const Page = z.looseObject({ messages: z.array(Message), nextCursor: z.string().optional() });

const pageSize = 100;

/**
 * Mails of the Inbox by when they arrived. A webhook tells only of mails that meet its conditions, so a mail without
 * one is no gap.
 */
export const changeSources: readonly ChangeSource[] = [
  {
    name: "mails",
    summary: "Mails that arrived in the Inbox",
    sendsEach: false,
    page: async (call, { from, to, cursor }) => {
      const page = Page.parse(
        await call("zoho-mail.messages.list", {
          folderId: await inboxOf(call),
          sortBy: "date",
          order: "descending",
          limit: pageSize,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      const isPast = page.messages.some(({ receivedAt }) => receivedAt < from);
      return {
        events: page.messages.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to).map(toEvent),
        ...(!isPast && page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
      };
    },
  },
];

const inboxOf = async (call: CallOperation): Promise<string> => {
  const { folders } = Folders.parse(await call("zoho-mail.folders.list", {}));
  const inbox = folders.find(({ type }) => type?.toLowerCase() === "inbox") ?? folders[0];
  if (!inbox) throw new Error("The mailbox has no folder.");
  return inbox.folderId;
};

const toEvent = (message: z.output<typeof Message>): InboundEvent => {
  const { messageId, threadId, receivedAt, from, to, cc } = message;
  const emails = [...(from ? [from] : []), ...to, ...cc].map(({ email }) => `email:${email.toLowerCase()}`);
  return {
    type: "mail/received",
    dedupeKey: `mail:${messageId}`,
    orderingKey: `thread:${threadId ?? messageId}`,
    subjects: [...new Set(emails)],
    payload: message,
    occurredAt: receivedAt,
  };
};
