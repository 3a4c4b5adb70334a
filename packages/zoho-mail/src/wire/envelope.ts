import { parseWire, type Reply, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { readJson } from "./json.js";

/** A number, or its digits as text: documents and recordings have both. */
const code = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

const DoneWire = z.looseObject({ status: z.looseObject({ code: code.pipe(z.number().min(200).max(299)) }) });

/**
 * Reads `data` of a success envelope, tolerantly, and maps it: `decodeData(FolderWire, toFolder)`.
 * The returned function throws `CONTRACT_VIOLATION` naming the paths that did not fit.
 */
export const decodeData =
  <W extends z.ZodType, Out, Input = unknown>(
    wire: W,
    map: (data: z.output<W>, context: ResponseContext<Input>) => Out,
  ): ((reply: Reply, context: ResponseContext<Input>) => Out) =>
  (reply, context) => {
    const body = parseWire(z.looseObject({ data: wire }), readJson(reply)) as { readonly data: z.output<W> };
    return map(body.data, context);
  };

/**
 * Reads an envelope that carries no data, as updates and deletions answer: only its status tells of the success.
 * The returned function throws `CONTRACT_VIOLATION` when it is no success envelope.
 */
export const decodeDone =
  <Out, Input = unknown>(
    map: (context: ResponseContext<Input>) => Out,
  ): ((reply: Reply, context: ResponseContext<Input>) => Out) =>
  (reply, context) => {
    parseWire(DoneWire, readJson(reply));
    return map(context);
  };

/** A list that comes as a lone object when it has one row. */
export const rowsOf = <W extends z.ZodType>(row: W) =>
  z.preprocess(
    (rows) => (typeof rows === "object" && rows !== null && !Array.isArray(rows) ? [rows] : rows),
    z.array(row),
  );
