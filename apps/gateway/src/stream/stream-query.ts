import { ConnectionPatterns, TypePatterns } from "@trunkline/events";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { parseRequest } from "../http/parse-request.js";

/** What a reader asks for in the query. */
export const StreamQuery = z.strictObject({
  after: z
    .string()
    .max(60)
    .optional()
    .describe(
      "Where to begin: an id of the stream, `oldest`, or `latest` (default). The header `Last-Event-ID`, which clients send when they connect again, wins",
    ),
  types: z
    .string()
    .max(4_000)
    .optional()
    .describe("Event types, separated by commas, e.g. `shopify.orders.*`; `*` stands for any characters. Default: all"),
  connections: z
    .string()
    .max(4_000)
    .optional()
    .describe("Connections, separated by commas, e.g. `acme/shopify/*`. Default: all"),
});

const Patterns = z.object({ types: TypePatterns, connections: ConnectionPatterns });

/** What a reader asks for. */
export interface StreamRequest extends z.output<typeof Patterns> {
  /** An id, `oldest` or `latest`. */
  readonly after: string;
}

/**
 * What a request asks for.
 * @throws ConnectorError `INVALID_INPUT`
 */
export const parseStreamRequest = ({ query, headers }: Pick<FastifyRequest, "query" | "headers">): StreamRequest => {
  const { after, types, connections } = parseRequest(StreamQuery, joined(query));
  const lastId = headers["last-event-id"];
  const patterns = parseRequest(Patterns, { types: split(types), connections: split(connections) });
  return { ...patterns, after: (typeof lastId === "string" && lastId.trim()) || after || "latest" };
};

/** `types=a&types=b` means the same as `types=a,b`. */
const joined = (query: unknown): unknown =>
  Object.fromEntries(
    Object.entries(query as object).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );

const split = (text = ""): readonly string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
