import { ConnectorError, type Reply, type ResponseContext } from "@trunkline/core";
import type { z } from "zod";
import { decodeValue } from "./envelope.js";

/**
 * Decodes one object. The returned function throws `NOT_FOUND`, naming what was looked for, where Bing answers null:
 * it has nothing on it yet.
 */
export const decodeFound = <W extends z.ZodType, Out, Input = unknown>(
  wire: W,
  what: string,
  map: (value: z.output<W>, context: ResponseContext<Input>) => Out,
): ((reply: Reply, context: ResponseContext<Input>) => Out) =>
  decodeValue((wire as z.ZodType<z.output<W>>).nullable(), (value, context: ResponseContext<Input>) => {
    if (value === null)
      throw new ConnectorError("NOT_FOUND", {
        message: `Bing has nothing on the ${what}.`,
        help: "Check the spelling; new sites and pages stay empty for two days and more.",
      });
    return map(value as z.output<W>, context);
  });
