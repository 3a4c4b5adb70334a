import type { IdSource } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { audit } from "./audit.js";
import { logTry } from "./delivery-log.js";
import { type EndpointRow, noSuchEndpoint, selectEndpoints } from "./endpoint-row.js";
import type { TestResult } from "./schemas.js";
import type { Send } from "./send.js";
import type { OutgoingMessage } from "./sign.js";

/** What a test is built on. */
export interface TestDeps {
  readonly store: Store;
  readonly send: Send;
  readonly ids: IdSource;
}

/** Whom to test, and who asks. */
export interface TestRequest {
  readonly id: string;
  readonly actor: string;
  readonly signal: AbortSignal;
}

/**
 * Sends a signed test message now, whether the endpoint is enabled or not. A success enables one that was disabled for
 * failing or for being gone, never one that a person switched off.
 */
export const testEndpoint = async ({ store, send, ids }: TestDeps, request: TestRequest): Promise<TestResult> => {
  const { id, actor, signal } = request;
  const row = (await selectEndpoints(store.db).where("id", "=", id).executeTakeFirst()) ?? noSuchEndpoint(id);
  const message = testMessage(ids(), row);
  const result = await send(row, message, signal);
  const enabled = await store.transaction(async (tx) => {
    const { messageId, type } = message;
    await logTry(tx, { endpointId: id, workId: 0, feedId: 0, messageId, type, attempt: 0, result });
    const revived = result.delivered
      ? await tx
          .updateTable("endpoint")
          .set({ enabled: true, disabled_because: null, failing_since: null })
          .where("id", "=", id)
          .where((where) =>
            where.or([where("enabled", "=", true), where("disabled_because", "in", ["failing", "gone"])]),
          )
          .returning("id")
          .executeTakeFirst()
      : undefined;
    const details = {
      delivered: result.delivered,
      status: result.status,
      enabled: revived !== undefined && !row.enabled,
    };
    await audit(tx, { actor, action: "endpoint.test", endpointId: id, details });
    return row.enabled || revived !== undefined;
  });
  const { delivered, status, error, durationMs } = result;
  return {
    delivered,
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    durationMs,
    enabled,
  };
};

const testMessage = (id: string, { now }: EndpointRow): OutgoingMessage => {
  const type = "trunkline.test";
  const data = { message: "This is a test of your endpoint. Nothing has happened." };
  return {
    messageId: `msg_test_${id}`,
    type,
    body: JSON.stringify({
      type,
      timestamp: now.toISOString(),
      connection: "trunkline/trunkline/test",
      key: "test",
      data,
    }),
  };
};
