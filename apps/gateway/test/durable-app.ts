import { noMetrics, systemClock } from "@trunkline/core";
import {
  createDurablePlane,
  createFeed,
  createLedger,
  createOutgoing,
  type EventHandler,
  type Schedule,
} from "@trunkline/events";
import { openTestStore } from "@trunkline/store/testing";
import { onTestFinished } from "vitest";
import type { Background } from "../src/durable/background.js";
import type { Durable } from "../src/durable/durable.js";
import { createWebhookSources } from "../src/webhooks/source.js";
import { toStandardSource } from "../src/webhooks/standard-source.js";
import { createTestApp, type TestAppOptions } from "./test-app.js";

/** A background that is there already. */
export const readyNow = <T>(value: T): Background<T> => ({
  state: { status: "ready" },
  value,
  whenReady: async () => value,
  firstTry: async () => undefined,
  close: async () => undefined,
});

const never = async (): Promise<never> => {
  throw new Error("Nothing is called here.");
};

/** Durable parts on a database of their own, started if there is something to do, with one sender of webhooks, `billing`. */
export const openTestDurable = async (
  parts: (durable: () => Durable | undefined) => {
    readonly handlers?: readonly EventHandler[];
    readonly schedules?: readonly Schedule[];
  } = () => ({}),
): Promise<Durable> => {
  const store = await openTestStore();
  const opened: { durable?: Durable } = {};
  const { handlers = [], schedules = [] } = parts(() => opened.durable);
  const common = { store, metrics: noMetrics, clock: systemClock };
  const outgoing = createOutgoing({ store, allowLoopback: true });
  const feed = createFeed({ store });
  const plane = createDurablePlane({
    ...common,
    handlers,
    consumers: [outgoing.consumer],
    schedules,
    call: never,
    random: Math.random,
    ids: () => crypto.randomUUID(),
  });
  const ledger = createLedger({ ...common, replicaId: "test" });
  const billing = toStandardSource({ name: "billing", secrets: [{ secret: "whsec_c2VjcmV0LXNlY3JldA==" }] });
  const sources = createWebhookSources([billing]);
  const durable: Durable = { store, plane, ledger, feed, outgoing, sources };
  opened.durable = durable;
  if (handlers.length > 0 || schedules.length > 0) plane.start();
  onTestFinished(async () => {
    await plane.drain(1_000);
    await outgoing.close();
    await ledger.stop();
    await store.close();
  });
  return durable;
};

/** The web server on durable parts. */
export const createDurableApp = async (options: TestAppOptions = {}) => {
  const durable = await openTestDurable();
  return {
    ...(await createTestApp({ auth: "off", ...options, durable: readyNow(durable) })),
    store: durable.store,
    durable,
  };
};
