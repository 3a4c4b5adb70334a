import type { Address } from "./records.js";

/** Addresses of a header value, quoted names and all; nothing when one of them is none. */
export const readAddresses = (text: string): readonly Address[] | undefined => {
  const parts = text.match(/(?:"[^"]*"|[^",;])+/g)?.map((part) => part.trim()) ?? [];
  const addresses = parts.filter((part) => part !== "").map(readAddress);
  return addresses.every((address) => address !== undefined) ? addresses : undefined;
};

const readAddress = (text: string): Address | undefined => {
  const [, quoted, bare, inBrackets] = /^(?:"([^"]*)"|([^<]*?))\s*<([^<>]+)>$/.exec(text) ?? [];
  const email = (inBrackets ?? text).trim();
  const name = (quoted ?? bare ?? "").trim();
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(email)) return undefined;
  return name === "" ? { email } : { email, name };
};

/** How rows write addresses, before they are escaped: `"Name"<a@b>`. */
export const writeAddresses = (addresses: readonly Address[]): string =>
  addresses.map(({ email, name }) => `${name === undefined ? "" : `"${name}"`}<${email}>`).join(",");

/** How a mail header writes an address. */
export const headerAddress = ({ email, name }: Address): string =>
  name === undefined ? `<${email}>` : `"${name}" <${email}>`;
