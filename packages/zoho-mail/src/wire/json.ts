import { parseLosslessJson, type Reply } from "@trunkline/core";

/**
 * The body as JSON with every digit of long ids kept: some replies send 19-digit ids as bare numbers, which would all
 * become the same double. Control characters that stand raw inside strings (mail text holds bare CRs) are tolerated.
 * @throws ConnectorError `CONTRACT_VIOLATION` when it is not JSON.
 */
export const readJson = (reply: Reply): unknown => {
  const text = reply.text();
  try {
    return parseLosslessJson(text);
  } catch {
    try {
      return parseLosslessJson(withEscapedControls(text));
    } catch {
      return reply.json(); // fails in the usual way, telling HTML from an empty or cut-off body
    }
  }
};

const stringLiteral = /"(?:[^"\\]|\\.)*"/gs;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u001f]/g;

const withEscapedControls = (text: string): string =>
  text.replace(stringLiteral, (literal) =>
    literal.replace(control, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
