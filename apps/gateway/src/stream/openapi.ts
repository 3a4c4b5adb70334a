import { z } from "zod";
import { StreamQuery } from "./stream-query.js";

const { properties = {} } = z.toJSONSchema(StreamQuery, { io: "input" });

const problem = (reference: string) => ({ $ref: `#/components/responses/${reference}` });

/** The stream's path for the OpenAPI document. */
export const streamPaths = {
  "/v1/stream": {
    get: {
      operationId: "stream.follow",
      tags: ["catalogue"],
      summary: "Follow what happens at the connectors where the caller may read, as server-sent events",
      parameters: [
        ...Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema })),
        {
          name: "Last-Event-ID",
          in: "header",
          required: false,
          description: "The last id that was received: the stream goes on behind it",
          schema: { type: "string" },
        },
      ],
      responses: {
        "200": {
          description:
            "One event per thing that happened: its `id` is where to go on, its `data` is JSON `{ id, type, timestamp, connection, key, data }`. `id` in the data stays the same when it is told again",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        "4XX": problem("CallerFailure"),
        "5XX": problem("ServerFailure"),
      },
    },
  },
} as const;
