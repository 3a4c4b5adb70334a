import { madeSince, type PastWrite, type Verification, type VerifyingCall, verdictOf } from "@trunkline/core";
import type { SentMessage } from "../schemas/sending.js";
import { listFolders } from "./folders.js";
import { listMessages } from "./message-lists.js";

interface Mail {
  readonly to: readonly string[];
  readonly subject?: string | undefined;
}

const rowsLookedAt = 200;

/**
 * Looks in the one folder of this kind for a mail of that time with the same subject to the same people. An answer that has no
 * subject of its own is known by its people alone.
 */
export const findIn =
  (type: "Sent" | "Drafts") =>
  async (call: VerifyingCall, write: PastWrite<Mail>): Promise<Verification<SentMessage>> => {
    const { folders } = await call.run(listFolders, {});
    const [folder, other] = folders.filter((one) => one.type === type);
    if (!folder || other) return { outcome: "unknown", reason: `the mailbox has no single folder of type ${type}` };
    const { messages } = await call.run(listMessages, { folderId: folder.folderId, limit: rowsLookedAt });
    const alike = messages.filter((message) => isAlike(message, write.input));
    const oldest = messages.at(-1);
    if (messages.length >= rowsLookedAt && oldest && madeSince(oldest.receivedAt, write) !== "no")
      return { outcome: "unknown", reason: `more than ${rowsLookedAt} mails went there since` };
    return verdictOf(
      alike.map(({ messageId, receivedAt }) => ({ data: { messageId }, madeAt: receivedAt })),
      write,
    );
  };

const isAlike = (message: FoundMail, mail: Mail): boolean =>
  (mail.subject === undefined || message.subject === mail.subject) &&
  mail.to.every((wanted) => message.to.some(({ email }) => email.toLowerCase() === addressOf(wanted)));

interface FoundMail {
  readonly subject: string;
  readonly to: readonly { readonly email: string }[];
}

/** `Ada <ada@b.example>` → `ada@b.example`. */
const addressOf = (written: string): string => (/<([^>]*)>$/.exec(written)?.[1] ?? written).trim().toLowerCase();
