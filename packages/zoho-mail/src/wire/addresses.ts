import { present } from "./present.js";

/** One person of a From, To or Cc. */
export interface ParsedAddress {
  readonly email: string;
  readonly name?: string;
}

/** What Zoho writes in place of an address that is not there. */
const nobody = "Not Provided";

/** An address list as mail headers write it, already unescaped. Quoted names may hold commas. */
export const parseAddresses = (text: string | undefined): ParsedAddress[] =>
  text === undefined || text.trim() === "" || text.trim() === nobody ? [] : splitList(text).map(parseAddress);

/** Splits at commas and semicolons outside of quotes and angle brackets. */
const splitList = (text: string): readonly string[] => {
  const parts: string[] = [];
  let part = "";
  let isQuoted = false;
  let isBracketed = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "<") isBracketed = true;
    else if (!isQuoted && character === ">") isBracketed = false;
    if ((character === "," || character === ";") && !isQuoted && !isBracketed) {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part].map((piece) => piece.trim()).filter((piece) => piece !== "");
};

const parseAddress = (text: string): ParsedAddress => {
  const open = text.lastIndexOf("<");
  const close = text.lastIndexOf(">");
  if (open === -1 || close < open) return { email: text };
  const email = text.slice(open + 1, close).trim();
  const name = text.slice(0, open).trim().replace(/^"|"$/g, "").trim();
  return { email, ...present({ name: name === "" || name === email ? undefined : name }) };
};
