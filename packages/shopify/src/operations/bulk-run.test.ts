import { createReply, settle } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { answer, asked, openShop } from "../../test/open-shop.js";

const id = "gid://shopify/BulkOperation/8001";
const state = (status: string, fields: Readonly<Record<string, unknown>> = {}) => ({
  id,
  type: "QUERY",
  status,
  createdAt: "2026-11-21T07:00:00Z",
  objectCount: "0",
  rootObjectCount: "0",
  ...fields,
});
const started = answer({ data: { bulkOperationRunQuery: { bulkOperation: state("CREATED"), userErrors: [] } } });
const polled = (status: string, fields?: Readonly<Record<string, unknown>>) =>
  answer({ data: { bulkOperation: state(status, fields) } });
const canceled = answer({ data: { bulkOperationCancel: { bulkOperation: state("CANCELING"), userErrors: [] } } });
const failed = createReply({ status: 503, body: "" });
const query = "{ products { edges { node { id } } } }";

describe("shopify.bulk.run", () => {
  it("polls after 1 s, then ever less often, at most every 10 s, and tells the progress", async () => {
    const running = Array.from({ length: 7 }, (_, index) => polled("RUNNING", { objectCount: String(index * 10) }));
    const steps: number[] = [];
    const { client, clock } = openShop([started, ...running, polled("COMPLETED", { objectCount: "70" })]);
    const { value, tookMs } = await settle(
      clock,
      client.bulk.run({ query }, { onProgress: ({ done }) => steps.push(done) }),
    );
    expect(value).toMatchObject({ ok: true, data: { status: "COMPLETED", objectCount: 70 } });
    expect(steps).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    const waits = [1_000, 1_500, 2_250, 3_375, 5_062.5, 7_593.75, 10_000, 10_000];
    expect(tookMs).toBeCloseTo(waits.reduce((sum, wait) => sum + wait));
  });

  it("cancels at Shopify when the caller gives up", async () => {
    const { client, clock, transport } = openShop([started, polled("RUNNING"), canceled]);
    const caller = new AbortController();
    const run = client.bulk.run({ query }, { signal: caller.signal, onProgress: () => caller.abort() });
    const { value } = await settle(clock, run);
    expect(value).toMatchObject({ ok: false, error: { code: "CANCELLED", outcome: "unknown" } });
    await settle(clock, expect.poll(() => transport.requests.length).toBe(3));
    expect(asked(transport, 2)).toMatchObject({ operationName: "BulkCancel", variables: { id } });
  });

  it("cancels at Shopify when its deadline passes", async () => {
    const { client, clock, transport } = openShop([started, polled("RUNNING"), canceled]);
    const { value } = await settle(clock, client.bulk.run({ query }, { deadlineMs: 2_000 }));
    expect(value).toMatchObject({ ok: false, error: { code: "DEADLINE_EXCEEDED" } });
    await settle(clock, expect.poll(() => transport.requests.length).toBe(3));
    expect(asked(transport, 2).operationName).toBe("BulkCancel");
  });

  it("does not cancel what it did not start", async () => {
    const refused = {
      bulkOperation: null,
      userErrors: [
        { field: null, message: "in progress: gid://shopify/BulkOperation/7", code: "OPERATION_IN_PROGRESS" },
      ],
    };
    const { client, clock, transport } = openShop([answer({ data: { bulkOperationRunQuery: refused } })]);
    const { value } = await settle(clock, client.bulk.run({ query }));
    expect(value).toMatchObject({
      ok: false,
      error: { code: "CONFLICT", outcome: "not_executed", help: expect.stringContaining("shopify.bulk.cancel") },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("outlives polls that fail for a passing reason", async () => {
    const { client, clock } = openShop([started, failed, failed, polled("COMPLETED")], undefined, {
      limits: { maxRetries: 0 },
    });
    const { value } = await settle(clock, client.bulk.run({ query }));
    expect(value).toMatchObject({ ok: true, data: { status: "COMPLETED" } });
  });

  it("gives up after too many of them, and says that the export may still be running", async () => {
    const { client, clock } = openShop([started, ...Array.from({ length: 6 }, () => failed)], undefined, {
      limits: { maxRetries: 0 },
    });
    const { value } = await settle(clock, client.bulk.run({ query }));
    expect(value).toMatchObject({
      ok: false,
      error: {
        code: "UPSTREAM_UNAVAILABLE",
        outcome: "executed",
        message: expect.stringContaining(`${id} may still be running`),
      },
    });
  });

  it.each([
    ["FAILED", "INTERNAL_SERVER_ERROR", "UPSTREAM_UNAVAILABLE", 4],
    ["FAILED", "ACCESS_DENIED", "UPSTREAM_FORBIDDEN", 4],
    ["CANCELED", null, "CONFLICT", 1],
    ["EXPIRED", null, "CONFLICT", 1],
  ])("ends %s (%s) as %s", async (status, errorCode, code, polls) => {
    const { client, clock, transport } = openShop([
      started,
      ...Array.from({ length: polls }, () => polled(status, { errorCode })),
    ]);
    const { value } = await settle(clock, client.bulk.run({ query }));
    expect(value).toMatchObject({ ok: false, error: { code, outcome: "executed", retryable: false } });
    expect(transport.remaining).toBe(0);
  });

  it("warns once of what every poll warns of", async () => {
    const old = { "x-shopify-api-version": "2027-01" };
    const answers = [polled("RUNNING"), polled("RUNNING"), polled("COMPLETED")].map((reply) =>
      createReply({ body: reply.bytes, headers: old }),
    );
    const { client, clock } = openShop([started, ...answers]);
    const { value } = await settle(clock, client.bulk.run({ query }));
    expect(value).toMatchObject({ ok: true, warnings: [{ code: "VERSION_FELL_FORWARD" }] });
    expect(value.ok && value.warnings).toHaveLength(1);
  });
});
