import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { context, propagation, trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDurableSite } from "./durable-gateway.js";
import { shopifyHeaders } from "./webhook-sources.js";

interface FinishedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly context: { readonly traceId: string } }[];
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

const traceId = "0af7651916cd43dd8448eb211c80319c";
const handlerModule = `
export const handlers = [{
  name: "tagger", summary: "Tags the product", on: ["shopify:orders/*"], maxAttempts: 2,
  run: async ({ call, attempt }) => {
    if (attempt === 1) throw new Error("The first try fails.");
    await call("tag", "shopify.tags.add", { id: "gid://shopify/Product/788032119674292148", tags: ["ordered"] });
  },
}];`;

describe("an event's life", () => {
  const spans: FinishedSpan[] = [];
  let sdk: NodeSDK;
  let site: Awaited<ReturnType<typeof createDurableSite>>;
  let gateway: Awaited<ReturnType<typeof site.start>>;
  beforeAll(async () => {
    const collector = {
      onStart: () => undefined,
      onEnd: (span: FinishedSpan) => void spans.push(span),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    };
    sdk = new NodeSDK({
      spanProcessors: [collector as never],
      instrumentations: [],
      metricReaders: [],
      autoDetectResources: false,
    });
    sdk.start();
    site = await createDurableSite();
    const file = join(site.directory, "handlers.mjs");
    await writeFile(file, handlerModule);
    gateway = await site.start({ TRUNKLINE_HANDLERS: file });
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await site.close();
    await sdk.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  }, 60_000);

  const deliver = (eventId: string, headers: Record<string, string> = {}) => {
    const body = '{"id":17}';
    const [secret] = site.twin.config.webhookSecrets as readonly string[];
    const signed = {
      ...shopifyHeaders(body, eventId, secret),
      "x-shopify-shop-domain": `${site.twin.config.shop}.myshopify.com`,
    };
    return gateway.send("/webhooks/shopify/default", body, { ...signed, ...headers });
  };
  const inTrace = (id: string) => spans.filter((span) => span.spanContext().traceId === id);
  const namesIn = (id: string) => inTrace(id).map(({ name }) => name);
  const idOf = async (eventId: string): Promise<number> => {
    const { events } = await gateway.ask("/admin/events");
    for (const { id } of events) if ((await gateway.ask(`/admin/events/${id}`)).dedupeKey.endsWith(eventId)) return id;
    throw new Error(`No event ${eventId}.`);
  };

  it("is one trace from the webhook over each try to the call of the upstream", async () => {
    expect((await deliver("traced", { traceparent: `00-${traceId}-b7ad6b7169203331-01` })).status).toBe(200);
    await expect
      .poll(() => namesIn(traceId), { timeout: 15_000 })
      .toEqual(
        expect.arrayContaining(["POST /webhooks/:connector/:connection", "work tagger", "connector shopify.tags.add"]),
      );
    const tries = inTrace(traceId).filter(({ name }) => name === "work tagger");
    await expect.poll(() => inTrace(traceId).filter(({ name }) => name === "work tagger").length).toBe(2);
    expect(tries[0]?.attributes).toMatchObject({ "trunkline.attempt": 1 });
    const { writes } = await gateway.ask("/admin/writes?operation=shopify.tags.add");
    expect(writes[0].trace).toContain(traceId);
  });

  it("begins with the request where the sender knows no traces", async () => {
    await deliver("alone");
    const id = await idOf("alone");
    const { trace: kept } = await gateway.ask(`/admin/events/${id}`);
    const began = kept.split("-")[1];
    await expect
      .poll(() => namesIn(began))
      .toEqual(expect.arrayContaining(["POST /webhooks/:connector/:connection", "work tagger"]));
  });

  it("is found again from its replay", async () => {
    const id = await idOf("traced");
    const before = spans.length;
    await gateway.ask("/admin/replays", { filter: { ids: [id] }, handlers: ["tagger"] });
    const replayed = () =>
      spans
        .slice(before)
        .filter(({ name, attributes }) => name === "work tagger" && attributes["trunkline.event"] === id);
    await expect.poll(() => replayed().length, { timeout: 15_000 }).toBeGreaterThan(0);
    for (const span of replayed())
      expect([span.spanContext().traceId, ...span.links.map((link) => link.context.traceId)]).toContain(traceId);
  });
});
