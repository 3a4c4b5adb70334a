import { createJsonReply, createReply } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { shopifyQuotas } from "./quotas.js";
import { retryAfterMs, throttleWaitMs } from "./wire/throttle.js";

const feedback = (body: Readonly<Record<string, unknown>>) => shopifyQuotas.feedback(createJsonReply(body));

const costOf = (actualQueryCost: number | null, status: Readonly<Record<string, unknown>> = {}) => ({
  cost: {
    requestedQueryCost: 101,
    actualQueryCost,
    throttleStatus: { maximumAvailable: 4_000, currentlyAvailable: 3_950, restoreRate: 200, ...status },
  },
});

describe("quota feedback", () => {
  it("learns capacity, rate, level and the cost really taken from every reply", () => {
    expect(feedback({ data: {}, extensions: costOf(46) })).toEqual([
      {
        bucket: "graphql",
        remaining: 3_950,
        capacity: 4_000,
        refillPerSecond: 200,
        requestedCost: 101,
        actualCost: 46,
      },
    ]);
  });

  it("takes nothing for a query that was refused before it ran", () => {
    expect(feedback({ errors: [{ message: "no" }], extensions: costOf(null) })).toMatchObject([{ actualCost: 0 }]);
  });

  it("closes the bucket for as long as a throttled query misses points", () => {
    const errors = [{ message: "Throttled", extensions: { code: "THROTTLED" } }];
    const extensions = costOf(null, { currentlyAvailable: 1 });
    expect(feedback({ errors, extensions })).toMatchObject([{ remaining: 1, actualCost: 0, blockedForMs: 500 }]);
  });

  it("learns nothing from rates that make no sense", () => {
    const [learned] =
      feedback({ data: {}, extensions: costOf(1, { maximumAvailable: 0, restoreRate: -1, currentlyAvailable: -5 }) }) ??
      [];
    expect(learned).toEqual({ bucket: "graphql", remaining: 0, requestedCost: 101, actualCost: 1 });
  });

  it("closes the bucket after a 429 for as long as it asks", () => {
    const reply = createReply({ status: 429, headers: { "retry-after": "2.5" }, body: "<html>" });
    expect(shopifyQuotas.feedback(reply)).toEqual([{ bucket: "graphql", actualCost: 0, blockedForMs: 2_500 }]);
  });

  it("keeps quiet about replies that are no GraphQL", () => {
    expect(shopifyQuotas.feedback(createReply({ status: 502, body: "<html>" }))).toEqual([]);
  });
});

describe("waits", () => {
  it("last as long as the missing points take to come back", () => {
    expect(throttleWaitMs({ requested: 732, currentlyAvailable: 728, restoreRate: 50 })).toBe(80);
  });

  it.each([
    [undefined, undefined],
    ["", undefined],
    ["soon", undefined],
    ["-1", undefined],
    ["0", 0],
    ["2.0", 2_000],
    ["0.25", 250],
  ])("read Retry-After %j as %j ms", (header, expected) => {
    expect(retryAfterMs(header)).toBe(expected);
  });
});
