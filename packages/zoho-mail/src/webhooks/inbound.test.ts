import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { inboundWebhooks } from "./inbound.js";

const secret = "7f3c1a52-0b9d-4e6f-8a11-52c0de5eed01";
const webhooks = inboundWebhooks({ webhookSecrets: [secret, "old-secret until 2026-12-01T00:00Z"] });

const deliver = (body: string, expectHandshake = false, headers: Record<string, string> = {}) =>
  webhooks.verify({
    rawBody: Buffer.from(body),
    headers: { "x-hook-signature": createHmac("sha256", secret).update(body).digest("base64"), ...headers },
    secrets: [secret],
    expectHandshake,
  });

describe("the webhooks of a mailbox", () => {
  it("tell of a mail in the order of its thread, with everyone it names", () => {
    const body =
      '{"messageId":17,"threadId":4,"fromAddress":"Ada@Example.com","toAddress":"<kontor@nordlicht-tee.example>","ccAddress":""}';
    expect(deliver(body)).toMatchObject({
      kind: "event",
      event: {
        type: "mail/received",
        dedupeKey: "mail:17",
        orderingKey: "thread:4",
        subjects: ["email:ada@example.com", "email:kontor@nordlicht-tee.example"],
        payload: { messageId: 17 },
      },
    });
  });

  it("tell of a task in the order of its changes", () => {
    expect(deliver('{"entityId":9,"action":"taskUpdated","title":"A"}')).toMatchObject({
      event: { type: "task/taskUpdated", orderingKey: "task:9" },
    });
  });

  it("introduce themselves only while that is expected", () => {
    const offered = { "x-hook-signature": "", "x-hook-secret": "0f0f0f0f-1111" };
    expect(deliver("{}", false, offered)).toEqual({ kind: "refused", reason: "unexpected_handshake" });
    expect(deliver("{}", true, offered)).toEqual({ kind: "handshake", secret: "0f0f0f0f-1111" });
  });

  it("are refused when forged, and malformed when signed but unreadable", () => {
    expect(deliver("{}", false, { "x-hook-signature": "x" })).toEqual({
      kind: "refused",
      reason: "malformed_signature",
    });
    expect(deliver("no json")).toEqual({ kind: "malformed", reason: "malformed_body" });
  });

  it("have their configured secrets with the day on which each ends", () => {
    expect(webhooks.secrets).toEqual([{ secret }, { secret: "old-secret", untilMs: Date.UTC(2026, 11, 1) }]);
  });
});
