import { addressesOf, type Call, textOf } from "./call.js";
import type { MessageFacts } from "./messages.js";
import { badInput, mismatch } from "./replies.js";
import { readSchedule } from "./schedule.js";
import { nordlichtTee } from "./seed/company.js";

/** A mail as it was asked for, not filed yet. */
export type Composed = Omit<MessageFacts, "folderId">;

/** Addresses that the mailbox may send from. */
export const ownAddresses: readonly string[] = [nordlichtTee.email, ...nordlichtTee.aliases];

const mostRecipients = 150;

/** Reads and checks the body of a mail to be sent or stored. */
export const readCompose = (call: Call, { needsRecipient }: { readonly needsRecipient: boolean }): Composed => {
  const { store } = call;
  const [from] = addressesOf(call, "fromAddress");
  if (!from || !ownAddresses.includes(from.email.toLowerCase()))
    throw badInput("fromAddress is not an address that this account may send from");
  const to = addressesOf(call, "toAddress");
  const cc = addressesOf(call, "ccAddress");
  const bcc = addressesOf(call, "bccAddress");
  if (needsRecipient && to.length === 0) throw badInput("toAddress is missing");
  if (to.length + cc.length + bcc.length > mostRecipients) throw badInput("The mail has too many recipients");
  const format = textOf(call, "mailFormat") ?? "html";
  if (format !== "html" && format !== "plaintext") throw mismatch("mailFormat does not fit its rule");
  if (!["yes", "no"].includes(textOf(call, "askReceipt") ?? "no")) throw mismatch("askReceipt does not fit its rule");
  const sendAt = readSchedule(call);
  return {
    from: { name: nordlichtTee.name, ...from },
    to,
    cc,
    bcc,
    subject: textOf(call, "subject") ?? "",
    content: textOf(call, "content") ?? "",
    isPlain: format === "plaintext",
    attachments: readFiles(call),
    receivedAt: store.clock.now(),
    isOwn: true,
    ...(sendAt !== undefined && { sendAt }),
  };
};

const readFiles = ({ body, store }: Call): NonNullable<MessageFacts["attachments"]> => {
  const files = body.attachments ?? [];
  if (!Array.isArray(files)) throw mismatch("attachments does not fit its rule");
  return files.map((file: Readonly<Record<string, unknown>>) => {
    const upload = store.uploads.get(String(file?.attachmentPath));
    const isSame = upload?.storeName === String(file?.storeName) && upload.attachmentName === file?.attachmentName;
    if (!upload || !isSame) throw badInput("An attachment was not uploaded before");
    const { attachmentName: name, bytes, isInline, attachmentPath } = upload;
    return {
      name,
      bytes,
      contentType: "application/octet-stream",
      ...(isInline && { cid: attachmentPath.slice("/Mail/".length) }),
    };
  });
};
