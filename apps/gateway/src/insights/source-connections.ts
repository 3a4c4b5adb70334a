import type { ComposedCall } from "@trunkline/core";
import { z } from "zod";

/** Input that names the connection to use of each source; `sources` are connector ids. */
export const connectionsInput = <const Source extends string>(...sources: readonly [Source, ...Source[]]) => ({
  connections: z
    .partialRecord(z.enum(sources), z.string().min(1).max(100))
    .optional()
    .describe("Connection of each source; default: the one named default, else the only one"),
});

/** The call with its operations run on the connections that were asked for. */
export const onConnections = (
  call: ComposedCall,
  connections: Readonly<Record<string, string | undefined>> = {},
): ComposedCall => ({
  ...call,
  run: (operation, input) => {
    const connection = connections[operation.id.slice(0, operation.id.indexOf("."))];
    return call.run(operation, input, connection === undefined ? {} : { connection });
  },
});
