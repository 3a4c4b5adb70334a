import { type Connection, unwrap } from "@trunkline/core";
import type { ChangeFeed } from "@trunkline/events";
import type { WebhookSources } from "../webhooks/source.js";
import { operationOf } from "./open-durable.js";

/** The connections that can be asked what changed. They are asked as bulk work, past the cache. */
export const changeFeedsOf = (
  { all }: WebhookSources,
  findConnection: (key: string) => Connection | undefined,
): readonly ChangeFeed[] =>
  all.flatMap(({ connection: key, webhooks: { changes = [] } }) => {
    const connection = findConnection(key);
    if (!connection || changes.length === 0) return [];
    const call = async (id: string, input: unknown): Promise<unknown> => {
      const operation = operationOf(connection, id);
      if (!operation) throw new TypeError(`${connection.connector.id} has no operation ${id}.`);
      return unwrap(await connection.execute(operation, input, { lane: "bulk", fresh: true, caller: "changes" }));
    };
    return [{ connection: key, sources: changes, call }];
  });
