import { createHash } from "node:crypto";
import { unwrap } from "@trunkline/core";
import { createJsonReply, createReply } from "@trunkline/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createZohoMail } from "../src/index.js";
import { createZohoMailSimulator } from "../src/simulator/index.js";
import { account, accountId, asked, failed, ok, openMailbox, plainConfig } from "./open-mailbox.js";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const MiB = 1024 * 1024;
const place = { folderId: "5820114000000008008", messageId: "1784100000000100001", attachmentId: "139301194963480040" };

const hashOf = async (content: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash("sha256");
  for await (const part of content) hash.update(part);
  return hash.digest("hex");
};

/** Parts of a MiB, each with its own byte. */
async function* parts(count: number) {
  for (let number = 0; number < count; number += 1) yield new Uint8Array(MiB).fill(number);
}

describe("a file as a stream", () => {
  it("goes up and comes down, larger than base64 may be", async () => {
    const simulator = await createZohoMailSimulator();
    const client = createZohoMail({ ...simulator.config, requestsPerMinute: 600_000 }, { baseUrl: simulator.url });
    closing.push(
      () => simulator.close(),
      () => client.$close(),
    );
    const file = unwrap(await client.attachments.upload.stream({ fileName: "ernte.bin" }, parts(30)));
    const from = "hallo@nordlicht-tee.example";
    unwrap(await client.messages.send({ from, to: [from], subject: "Ernte", content: "-", attachments: [file] }));
    const { messages } = unwrap(await client.messages.search({ subject: "Ernte", hasAttachment: true }));
    const mail = { folderId: messages[0]?.folderId ?? "", messageId: messages[0]?.messageId ?? "" };
    const [attachment] = unwrap(await client.attachments.list(mail)).attachments;
    const opened = await client.attachments.download.stream({ ...mail, attachmentId: attachment?.attachmentId ?? "" });
    const { content, ...head } = unwrap(opened);
    expect(head).toMatchObject({ fileName: "ernte.bin", sizeBytes: 30 * MiB });
    expect(await hashOf(content)).toBe(await hashOf(parts(30)));
  });

  it("finds the mailbox first, as every call does", async () => {
    const { client, transport } = openMailbox([ok([account(accountId)]), ok({ storeName: "1" })], {
      ...plainConfig,
      accountId: undefined,
    });
    await client.attachments.upload.stream({ fileName: "a.txt" }, new Blob(["Moin"]));
    expect(asked(transport)).toEqual([
      "GET https://mail.zoho.eu/api/accounts",
      `POST https://mail.zoho.eu/api/accounts/${accountId}/messages/attachments`,
    ]);
  });

  it("may be JSON itself, but an envelope in its place is a failure", async () => {
    const attached = { "content-disposition": 'attachment; filename="tea.json"' };
    const { client } = openMailbox([
      createJsonReply({ status: { code: 404 } }, { headers: attached }),
      failed(404),
      createReply({ status: 200, headers: { "content-type": "application/json" }, body: '{"status":{"code":404}}' }),
    ]);
    const { content } = unwrap(await client.attachments.download.stream(place));
    expect(await hashOf(content)).toHaveLength(64);
    for (let count = 0; count < 2; count += 1)
      expect(await client.attachments.download.stream(place)).toMatchObject({
        ok: false,
        error: { code: "NOT_FOUND" },
      });
  });

  it("is held to maxBytes where that is stated", async () => {
    const { client } = openMailbox([createReply({ headers: { "content-length": "5" }, body: "Teeee" })]);
    expect(await client.attachments.download.stream({ ...place, maxBytes: 4 })).toMatchObject({
      error: { code: "REPLY_TOO_LARGE" },
    });
  });
});
