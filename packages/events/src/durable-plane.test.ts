import { type Context, type SpanContext, type Tracer, trace } from "@opentelemetry/api";
import { ConnectorError, type Labels, type MetricsSink } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  countWork,
  createEffects,
  createTestPlane,
  openReplica,
  orderEvent,
  readEffects,
  until,
  writeEffect,
} from "./durable.fixture.js";
import { defineHandler, type HandlerContext } from "./handler.js";
import { sampleMetrics } from "./sample-metrics.js";

let store: Store;
let replica: Store;
beforeEach(async () => {
  store = await openTestStore({ poolSize: 8 });
  replica = await openReplica(store);
  await createEffects(store.db);
});
afterEach(async () => {
  await replica.close();
  await store.close();
});

describe("the durable plane", () => {
  it("applies each event once, with two replicas, repeats and failing tries", async () => {
    const failed = new Set<number>();
    const handlers = [
      defineHandler({
        name: "orders",
        summary: "Writes an effect",
        on: ["shopify:orders/*"],
        concurrency: 8,
        run: async ({ event, tx }) => {
          await writeEffect(tx, event.orderingKey, (event.payload as { number: number }).number);
          if (event.id % 7 !== 0 || failed.has(event.id)) return;
          failed.add(event.id);
          throw new Error("The first try of every seventh fails after its effect.");
        },
      }),
    ];
    const planes = [store, replica].map((one) => createTestPlane(one, { handlers, random: () => 0.001 }));
    for (const plane of planes) plane.start();
    const events = Array.from({ length: 200 }, (_, at) => orderEvent(at % 10, Math.floor(at / 10)));
    await Promise.all(events.map((event, at) => planes[at % 2]?.inbox.accept([event])));
    await Promise.all(events.map((event) => planes[0]?.inbox.accept([event])));
    await until("all work is done", async () => (await countWork(store.db)).done === 200);
    await Promise.all(planes.map((plane) => plane.drain(1_000)));

    const effects = await readEffects(store.db);
    expect(effects).toHaveLength(200);
    expect(new Set(effects.map(({ key, value }) => `${key} ${value}`)).size).toBe(200);
    expect(failed.size).toBeGreaterThan(20);
  });

  it("lets an event's whole life be one trace", async () => {
    const spans: { name: string; traceId: string | undefined; outcome?: unknown }[] = [];
    const tracer = {
      startSpan: (name: string, _options: unknown, context: Context) => {
        const span = { name, traceId: trace.getSpanContext(context)?.traceId };
        spans.push(span);
        return {
          ...trace.wrapSpanContext(trace.getSpanContext(context) as SpanContext),
          setAttribute: (key: string, value: unknown) => Object.assign(span, { [key]: value }),
          setStatus: () => {},
          end: () => {},
        };
      },
    } as unknown as Tracer;
    const run = async ({ attempt }: HandlerContext) => {
      if (attempt === 1) throw new Error("The first try fails.");
    };
    const plane = createTestPlane(store, {
      handlers: [defineHandler({ name: "orders", summary: "Fails once", on: ["*"], run })],
      tracer,
      random: () => 0,
    });
    plane.start();
    await plane.inbox.accept([orderEvent(1, 1, { trace: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` })]);
    await until("it is done", async () => (await countWork(store.db)).done === 1);
    await plane.drain(1_000);
    expect(spans.map((span) => ({ ...span }))).toMatchObject([
      { name: "work orders", traceId: "a".repeat(32), "trunkline.outcome": "retry" },
      { name: "work orders", traceId: "a".repeat(32), "trunkline.outcome": "done" },
    ]);
  });

  it("measures its queues, its events and how far the relay is behind", async () => {
    const measured: string[] = [];
    const tell = (name: string, labels: Labels, value: number) =>
      void measured.push([name, ...Object.values(labels), name.endsWith("_seconds") ? value > 0 : value].join(" "));
    const metrics: MetricsSink = {
      count: (name, labels, by = 1) => tell(name, labels, by),
      observe: tell,
      set: tell,
      add: tell,
    };
    const run = () => Promise.reject(new ConnectorError("NOT_FOUND", { message: "It is gone." }));
    const handlers = [defineHandler({ name: "orders", summary: "Refuses", on: ["*"], run })];
    const plane = createTestPlane(store, { handlers, metrics });
    await plane.inbox.accept([orderEvent(1, 1), orderEvent(1, 1)]);
    await sampleMetrics(store, plane.queue, metrics);
    expect(measured.splice(0)).toEqual(
      expect.arrayContaining([
        "trunkline_events_accepted_total shopify stored 1",
        "trunkline_events_accepted_total shopify duplicate 1",
        "trunkline_relay_lag_seconds true",
        "trunkline_queue_depth orders ready 0",
      ]),
    );
    plane.start();
    await until("it is dead", async () => (await countWork(store.db)).dead === 1);
    await plane.drain(1_000);
    await sampleMetrics(store, plane.queue, metrics);
    expect(measured).toEqual(
      expect.arrayContaining([
        "trunkline_events_relayed_total 1",
        "trunkline_work_attempts_total orders dead 1",
        "trunkline_work_duration_seconds orders dead true",
        "trunkline_relay_lag_seconds false",
        "trunkline_queue_depth orders dead 1",
      ]),
    );
  });
});
