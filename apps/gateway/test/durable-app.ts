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

/** The web server on a database of its own, with one configured sender of webhooks, `billing`. */
export const createDurableApp = async (options: TestAppOptions = {}) => {
  const store = await openTestStore();
  onTestFinished(() => store.close());
  const billing = toStandardSource({ name: "billing", secrets: [{ secret: "whsec_c2VjcmV0LXNlY3JldA==" }] });
  const durable: Durable = { store, sources: createWebhookSources([billing]) };
  return { store, durable, ...(await createTestApp({ auth: "off", ...options, durable: readyNow(durable) })) };
};
