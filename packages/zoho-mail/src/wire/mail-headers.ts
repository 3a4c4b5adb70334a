/** One header of a mail. */
export interface MailHeader {
  readonly name: string;
  readonly value: string;
}

/** Headers of a mail in their order, folded lines joined (RFC 5322 §2.2.3). Lines that are none are left out. */
export const parseHeaders = (text: string): MailHeader[] =>
  text
    .replace(/\r\n?|\n/g, "\n")
    .replace(/\n[ \t]+/g, " ")
    .split("\n")
    .flatMap((line) => {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon).trim();
      return colon > 0 && !/\s/.test(name) ? [{ name, value: line.slice(colon + 1).trim() }] : [];
    });
