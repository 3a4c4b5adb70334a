import { describe, expect, it } from "vitest";
import { createCall, createDeps, failure } from "../../test/pipeline-fixture.js";
import { defaultLimits } from "../config/limits.js";
import { createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import { bulkhead } from "./bulkhead.js";

describe("bulkhead", () => {
  it("notes the wait in journal and metrics, also of a call that fails afterwards", async () => {
    const deps = createDeps({ limits: { ...defaultLimits, bulkheadSlots: 1 } });
    const policy = bulkhead(deps);
    const first = Promise.withResolvers<Reply>();
    const running = policy(createCall(), () => first.promise);
    const call = createCall({ lane: "bulk" });
    const waiting = policy(call, () => Promise.reject(failure("NETWORK")));
    waiting.catch(() => {});
    await deps.clock.advance(2_000);
    first.resolve(createReply());
    await running;
    await expect(waiting).rejects.toMatchObject({ code: "NETWORK" });
    expect(call.journal.queuedMs).toBe(2_000);
    expect(deps.metrics.lines).toEqual(["connector_queue_wait_seconds{connector=test,connection=default,lane=bulk} 2"]);
  });
});
