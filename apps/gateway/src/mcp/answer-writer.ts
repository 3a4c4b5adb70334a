import type { Envelope } from "@trunkline/core";
import type { ToolAnswer } from "./tool.js";

/** A successful envelope. */
export type Successful = Extract<Envelope<unknown>, { readonly ok: true }>;

/** Makes a tool's answer of a success as it is. */
export type WriteAnswer = (envelope: Successful) => ToolAnswer;

/** A value's JSON, and the same as it stands within a JSON string. */
interface Written {
  readonly json: string;
  readonly quoted: string;
}

const head = { json: '{"ok":true,"data":', quoted: '{\\"ok\\":true,\\"data\\":' } as const satisfies Written;

/** A writer that writes data shared by several answers once: that of cached answers, which is frozen. */
export const createAnswerWriter = (): WriteAnswer => {
  const known = new WeakMap<object, Written>();
  const writtenData = (data: object): Written => {
    const former = known.get(data);
    if (former) return former;
    const written = toWritten(JSON.stringify(data));
    known.set(data, written);
    return written;
  };
  return ({ data, warnings, meta }) => {
    const structuredContent = { ok: true, data, warnings, meta };
    if (meta.cache !== "hit" || !isFrozenObject(data))
      return { structuredContent, text: JSON.stringify(structuredContent), isError: false };
    const body = writtenData(data);
    // All joints are ASCII, so that no character is torn apart.
    const tail = toWritten(`,"warnings":${JSON.stringify(warnings)},"meta":${JSON.stringify(meta)}}`);
    return {
      structuredContent,
      text: head.json + body.json + tail.json,
      quotedText: `"${head.quoted}${body.quoted}${tail.quoted}"`,
      isError: false,
    };
  };
};

const toWritten = (json: string): Written => ({ json, quoted: JSON.stringify(json).slice(1, -1) });

const isFrozenObject = (data: unknown): data is object =>
  typeof data === "object" && data !== null && Object.isFrozen(data);
