import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifyWebhook, type WebhookDelivery } from "./verify.js";

const secret = "7f3c1a52-0b9d-4e6f-8a11-52c0de5eed01";
const sign = (body: string, key = secret) => createHmac("sha256", key).update(body).digest("base64");
const mail =
  '{"messageId":1784105487965154200,"messageIdString":"1784105487965154201","folderId":5820114000000008008,"zuid":812345678,"threadId":0,"html":"<b>Tee<\\/b>\\r\\n","subject":"&lt;Tee&gt;","IntegIdList":"1,2,","hasAttachment":"Yes","ccAddress":"","toAddress":"<kontor@nordlicht-tee.example>"}';

const deliver = (body: string, more: Partial<WebhookDelivery> = {}) =>
  verifyWebhook({ rawBody: body, headers: { "X-Hook-Signature": sign(body) }, secrets: [secret], ...more });

describe("verifyWebhook", () => {
  it("accepts what was signed, as text, as bytes and with Headers", () => {
    const headers = new Headers({ "x-hook-signature": sign(mail) });
    for (const rawBody of [mail, Buffer.from(mail), new TextEncoder().encode(mail)])
      expect(deliver(mail, { rawBody, headers })).toMatchObject({ ok: true });
  });

  it("takes the secret as the text it is, and any of several", () => {
    expect(deliver(mail, { secrets: ["other", secret] })).toMatchObject({ ok: true });
    expect(deliver(mail, { secrets: [secret.replaceAll("-", "")] })).toMatchObject({ reason: "wrong_signature" });
  });

  it("reads a mail: the id that is text first, thread 0 as none, the trailing comma, text as it is", () => {
    expect(deliver(mail)).toMatchObject({
      webhook: {
        kind: "delivery",
        dedupeKey: "mail:1784105487965154201",
        event: {
          type: "mail",
          messageId: "1784105487965154201",
          folderId: "5820114000000008008",
          zuid: "812345678",
          subject: "&lt;Tee&gt;",
          hasAttachment: true,
          cc: [],
          to: [{ email: "kontor@nordlicht-tee.example" }],
          integrationIds: ["1", "2"],
        },
      },
    });
    const verdict = deliver(mail);
    expect(verdict.ok && "event" in verdict.webhook && verdict.webhook.event).not.toHaveProperty("threadId");
  });

  it("reads an older mail, whose id is a bare number alone", () => {
    const body = '{"messageId":1784105487965154200}';
    expect(deliver(body)).toMatchObject({ webhook: { event: { messageId: "1784105487965154200" } } });
  });

  it("tells changes of one task apart, and repeats of one change not", () => {
    const task = (title: string) => `{"entityId":4000000012345,"action":"taskUpdated","title":"${title}"}`;
    const keyOf = (body: string) => {
      const verdict = deliver(body);
      return verdict.ok && "dedupeKey" in verdict.webhook ? verdict.webhook.dedupeKey : undefined;
    };
    expect(keyOf(task("A"))).toMatch(/^task:4000000012345:taskUpdated:/);
    expect(keyOf(task("A"))).toBe(keyOf(task("A")));
    expect(keyOf(task("A"))).not.toBe(keyOf(task("B")));
  });

  it("passes on what it does not know", () => {
    expect(deliver('{"streamId":1}')).toMatchObject({ webhook: { event: { type: "other" }, body: { streamId: 1 } } });
  });

  it("takes the comma before the closing brace of the vendor's sample", () => {
    expect(deliver('{"messageId":17,\n}')).toMatchObject({ webhook: { event: { messageId: "17" } } });
  });

  it.each([
    ["a changed body", deliver(mail, { rawBody: mail.replace("Tee", "Tea") }), "wrong_signature"],
    ["slashes printed anew", deliver(mail, { rawBody: mail.replace("\\/", "/") }), "wrong_signature"],
    ["another secret", deliver(mail, { secrets: ["x".repeat(36)] }), "wrong_signature"],
    ["no secret", deliver(mail, { secrets: [] }), "missing_secret"],
    ["an empty secret", deliver(mail, { secrets: [""] }), "missing_secret"],
    ["no signature", deliver(mail, { headers: {} }), "missing_header"],
    ["a signature in hex", deliver(mail, { headers: { "x-hook-signature": "ab".repeat(32) } }), "malformed_signature"],
    ["a parsed body", deliver(mail, { rawBody: { messageId: 1 } as never }), "body_not_raw"],
    ["a body that is no object", deliver("[1]"), "malformed_body"],
    ["a body that is no JSON", deliver("messageId=1"), "malformed_body"],
    ["a mail of another user", deliver(mail, { zuid: "1" }), "wrong_user"],
  ] as const)("refuses %s", (_, verdict, reason) => {
    expect(verdict).toMatchObject({ ok: false, reason });
  });

  it("does not let a secret be replaced that is in use", () => {
    const offered = { headers: { "X-Hook-Secret": "0f0f0f0f-evil-evil-evil-0f0f0f0f0f0f" } };
    expect(deliver("{}", offered)).toMatchObject({ ok: false, reason: "unexpected_handshake" });
    expect(deliver("{}", { ...offered, expectHandshake: true })).toMatchObject({
      webhook: { kind: "handshake", secret: offered.headers["X-Hook-Secret"] },
    });
  });

  it("takes a signed delivery for what it is, although it offers a secret too", () => {
    const headers = { "X-Hook-Signature": sign(mail), "X-Hook-Secret": "0f0f0f0f-evil" };
    expect(deliver(mail, { headers, expectHandshake: true })).toMatchObject({ webhook: { kind: "delivery" } });
  });

  it.each(["short", "with space in it", ""])("takes no %j for a secret", (offered) => {
    const headers = { "X-Hook-Secret": offered };
    expect(deliver("{}", { headers, expectHandshake: true })).toMatchObject({ reason: "missing_header" });
  });
});
