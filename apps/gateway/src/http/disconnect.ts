import { ConnectorError } from "@trunkline/core";
import type { FastifyReply } from "fastify";

/** A signal that is aborted when the client goes away before it has its answer. */
export const disconnectSignal = (reply: Pick<FastifyReply, "raw">): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished)
      gone.abort(
        new ConnectorError("CANCELLED", {
          message: "The client went away before the answer was ready.",
          outcome: "unknown",
        }),
      );
  });
  return gone.signal;
};
