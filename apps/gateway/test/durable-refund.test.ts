import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDurableSite } from "./durable-gateway.js";

type Site = Awaited<ReturnType<typeof createDurableSite>>;
type Running = Awaited<ReturnType<Site["start"]>>;

describe("a refund that an agent asks for twice", () => {
  let site: Site;
  let gateway: Running;
  beforeAll(async () => {
    site = await createDurableSite();
    gateway = await site.start();
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await site.close();
  }, 60_000);

  const paidOrder = async (nth: number) => {
    const { data } = await gateway.ask("/v1/shopify/orders/list", { query: "financial_status:paid", limit: nth + 1 });
    const { data: order } = await gateway.ask("/v1/shopify/orders/get", { id: data.orders[nth].id });
    const [paid] = order.transactions;
    const transactions = [{ parentId: paid.id, amount: "1.00", gateway: paid.gateway }];
    return { id: order.id as string, input: { orderId: order.id, transactions, note: "Arrived damaged" } };
  };
  const refund = (input: object, idempotencyKey: string) =>
    gateway.tool("call_destructive", { operation: "shopify.refunds.create", arguments: input, idempotencyKey });
  const refundsOf = async (id: string) =>
    (await gateway.ask("/v1/shopify/orders/get", { id })).data.refunds as readonly object[];

  it("happens once, and both calls get the same answer", async () => {
    const { id, input } = await paidOrder(0);
    const before = site.sent("RefundCreate");
    const first = (await refund(input, "refund-one")).structuredContent;
    const second = (await refund(input, "refund-one")).structuredContent;
    expect(first).toMatchObject({ ok: true });
    expect(second.data).toEqual(first.data);
    expect([site.sent("RefundCreate") - before, (await refundsOf(id)).length]).toEqual([1, 1]);
  });

  it("happens once when they come at the same moment", async () => {
    const { id, input } = await paidOrder(1);
    const before = site.sent("RefundCreate");
    const answers = await Promise.all(Array.from({ length: 6 }, () => refund(input, "refund-at-once")));
    const data = answers.map(({ structuredContent }) => structuredContent.data);
    expect(new Set(data.map((one) => JSON.stringify(one)))).toHaveLength(1);
    expect(data[0]).toMatchObject({ id: expect.stringContaining("gid://shopify/Refund/") });
    expect([site.sent("RefundCreate") - before, (await refundsOf(id)).length]).toEqual([1, 1]);
  });

  it("is refused when the key was for another refund", async () => {
    const { id, input } = await paidOrder(2);
    expect((await refund(input, "refund-two")).isError).toBeFalsy();
    const other = await refund({ ...input, note: "Lost" }, "refund-two");
    expect(other.structuredContent.error.code).toBe("IDEMPOTENCY_MISMATCH");
    expect(await refundsOf(id)).toHaveLength(1);
  });

  it("gets the first answer after a restart, and nothing is sent", { timeout: 60_000 }, async () => {
    const { id, input } = await paidOrder(3);
    const first = (await refund(input, "refund-kept")).structuredContent;
    const before = site.sent("RefundCreate");
    await gateway.close();
    gateway = await site.start();
    const second = (await refund(input, "refund-kept")).structuredContent;
    expect(second.data).toEqual(first.data);
    expect([site.sent("RefundCreate") - before, (await refundsOf(id)).length]).toEqual([0, 1]);
  });

  it("is found by reading when the answer was lost, and repeats get what was found", async () => {
    const { id, input } = await paidOrder(4);
    site.twin.faults.set("cut-after-apply", { match: "RefundCreate", times: 1 });
    const first = await refund(input, "refund-lost");
    site.twin.faults.clear();
    const second = (await refund(input, "refund-lost")).structuredContent;
    expect(second).toMatchObject({ ok: true });
    expect(first.structuredContent.error?.outcome ?? "executed").not.toBe("not_executed");
    expect(await refundsOf(id)).toHaveLength(1);
  });

  it("tells the agent what to do while nobody knows whether it happened", async () => {
    const { input } = await paidOrder(5);
    site.twin.faults.set("cut-after-apply");
    const answer = await refund(input, "refund-unknown");
    site.twin.faults.clear();
    const { error, meta } = answer.structuredContent;
    expect([answer.isError, error.outcome, meta.idempotencyKey]).toEqual([true, "unknown", "refund-unknown"]);
    expect(answer.content[0].text).toMatch(/unknown whether the write took effect[\s\S]*same idempotencyKey/);
    const { writes } = await gateway.ask("/admin/writes?key=local:refund-unknown");
    expect(writes).toMatchObject([{ operation: "shopify.refunds.create", state: "unknown" }]);
    const lost = await gateway.ask("/admin/writes?key=local:refund-lost");
    expect(lost.writes).toMatchObject([{ state: "done" }]);
  });
});
