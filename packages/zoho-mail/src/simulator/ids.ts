/** First digits of every id that belongs to the mailbox. */
export const idPrefix = "6203418000000";

/** Mints ids of 18 and 19 digits. The same calls give the same ids. */
export interface MintedIds {
  /** Of folders, labels and signatures: neighbours, which a double cannot tell apart. */
  ofMailbox(): string;
  /** Of mails, tasks and notes: begins with the milliseconds. */
  ofMoment(at: number): string;
  ofAttachment(): string;
}

/** No id minted yet. */
export const createMintedIds = (): MintedIds => {
  let mailboxCount = 0;
  let momentCount = 0;
  let attachmentCount = 0;
  return {
    ofMailbox: () => {
      mailboxCount += 1;
      return `${idPrefix}${String(10_001 + mailboxCount * 2).padStart(6, "0")}`;
    },
    ofMoment: (at) => {
      momentCount += 1;
      return `${String(Math.trunc(at)).padStart(13, "0")}${String(momentCount % 10_000).padStart(4, "0")}00`;
    },
    ofAttachment: () => {
      attachmentCount += 1;
      return String(139_301_194_000_000_000n + BigInt(attachmentCount) * 10n);
    },
  };
};
