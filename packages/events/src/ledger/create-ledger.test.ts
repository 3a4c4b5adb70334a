import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { CallOptions, Connection, Envelope } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { drop, openPost, openPostOffice, type PostOffice, send } from "../../test/post-office.js";
import { until } from "../../test/until.js";
import { createLedger, type Ledger, verifyThrough } from "./index.js";

interface Replica {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly post: Connection;
}

let office: PostOffice;
let first: Replica;
let second: Replica;
const measured: string[] = [];

const openReplica = async (replicaId: string, schema?: string): Promise<Replica> => {
  const store = await openTestStore(schema === undefined ? {} : { schema });
  const ledger: Ledger = createLedger({
    store,
    replicaId,
    verify: (write, endedAgoMs) => verifyThrough((key) => (key === post.key ? post : undefined))(write, endedAgoMs),
    metrics: {
      count: (name, { connection, state }) => void measured.push(`${name} ${connection} ${state}`),
      set: (name, { connector }, value) => void measured.push(`${name} ${connector} ${Math.ceil(value)}`),
      observe: () => {},
      add: () => {},
    },
  });
  const post = openPost(office.url, { ledger, limits: { maxRetries: 0 } });
  return { store, ledger, post };
};

beforeAll(async () => {
  office = await openPostOffice();
  first = await openReplica("first");
  second = await openReplica("second", first.store.schema);
});

beforeEach(async () => {
  await sql`truncate write, audit`.execute(first.store.db);
  office.letters.length satisfies number;
  (office.letters as unknown[]).length = 0;
  office.mishaps.length = 0;
  measured.length = 0;
});

afterAll(async () => {
  for (const { ledger, post } of [first, second]) {
    await ledger.stop();
    await post.close();
  }
  await second.store.close();
  await first.store.close();
  await office.close();
});

const key = { idempotencyKey: "k" };
const sendBy = ({ post }: Replica, to = "Jana", options: CallOptions = key) => post.execute(send, { to }, options);
const dropBy = ({ post }: Replica, to = "Jana", options: CallOptions = key) => post.execute(drop, { to }, options);
const rows = async () => (await first.ledger.list()).writes;
const dataOf = (answer: Envelope<unknown>) => (answer.ok ? answer.data : answer.error);

/** As if the one who runs it had not been heard of for a while. */
const loseLeases = () =>
  sql`update write set lease_until = clock_timestamp() - interval '1 second' where state = 'running'`.execute(
    first.store.db,
  );

describe("a repeat of a write", () => {
  it("gets the first answer, from another replica and after a restart", async () => {
    expect(dataOf(await sendBy(first))).toEqual({ id: "1" });
    const again = await sendBy(second);
    expect(again).toMatchObject({ data: { id: "1" }, meta: { replayed: true, attempts: 0 } });
    const restarted = await openReplica("restarted", first.store.schema);
    expect(dataOf(await sendBy(restarted))).toEqual({ id: "1" });
    await restarted.post.close();
    await restarted.store.close();
    expect(office.letters).toHaveLength(1);
  });

  it("with a minted key gets it too", async () => {
    const { meta } = await sendBy(first, "Jana", {});
    await sendBy(second, "Jana", { idempotencyKey: meta.idempotencyKey ?? "" });
    expect(office.letters).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: "done", keySupplied: false }]);
  });

  it("with another input is refused", async () => {
    await sendBy(first);
    expect(dataOf(await sendBy(second, "Otto"))).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  });

  it("waits for the first in another replica", async () => {
    office.mishaps.push("hang-after");
    const running = sendBy(first);
    await until("the letter is there", () => office.letters.length === 1);
    const waiting = sendBy(second);
    office.release();
    expect(dataOf(await waiting)).toEqual({ id: "1" });
    expect((await running).ok).toBe(true);
    expect(office.letters).toHaveLength(1);
  });

  it("answers IN_PROGRESS at its deadline", async () => {
    office.mishaps.push("hang-after");
    const running = sendBy(first);
    await until("the letter is there", () => office.letters.length === 1);
    expect(dataOf(await sendBy(second, "Jana", { ...key, deadlineMs: 60 }))).toMatchObject({ code: "IN_PROGRESS" });
    office.release();
    await running;
  });

  it("does once what many ask for at once from two replicas", async () => {
    const asked = Array.from({ length: 20 }, (_, index) => sendBy(index % 2 === 0 ? first : second));
    expect(new Set((await Promise.all(asked)).map((answer) => JSON.stringify(dataOf(answer))))).toEqual(
      new Set(['{"id":"1"}']),
    );
    expect(office.letters).toHaveLength(1);
  });

  it("does what certainly was not done", async () => {
    office.mishaps.push("refuse");
    expect(dataOf(await sendBy(first))).toMatchObject({ code: "REJECTED", outcome: "not_executed" });
    expect(await rows()).toMatchObject([{ state: "failed", error: { code: "REJECTED" } }]);
    expect(dataOf(await sendBy(second))).toEqual({ id: "1" });
    expect(await rows()).toMatchObject([{ state: "done", attempts: 2 }]);
  });
});

describe("a write whose answer was lost", () => {
  it("is answered from what reading finds", async () => {
    office.mishaps.push("lose-the-answer");
    expect(dataOf(await sendBy(first))).toMatchObject({ outcome: "unknown" });
    for (const replica of [second, first])
      expect(await sendBy(replica)).toMatchObject({ data: { id: "1" }, warnings: [{ code: "FOUND_BY_READING" }] });
    expect(office.letters).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: "done", settledBy: "reading" }]);
  });

  it("is settled in the background, once, though both replicas look", async () => {
    office.mishaps.push("lose-the-answer");
    await sendBy(first);
    const looked = await Promise.all([first.ledger.settleDue(), second.ledger.settleDue()]);
    expect(looked[0] + looked[1]).toBe(1);
    expect(await rows()).toMatchObject([{ state: "done", settledBy: "reading", checks: 1 }]);
    expect(measured).toContain("trunkline_writes_total default done");
  });

  it("waits for a person where reading cannot tell, and then is as that person says", async () => {
    office.mishaps.push("lose-the-answer", "lose-the-answer");
    await dropBy(first);
    await first.ledger.settleDue();
    expect(dataOf(await dropBy(second))).toMatchObject({
      outcome: "unknown",
      message: expect.stringContaining("reading cannot tell"),
      help: expect.stringContaining("key k"),
    });
    const [write] = await rows();
    expect(write).toMatchObject({ state: "unknown", checks: 1 });
    expect(write).not.toHaveProperty("nextCheckAt");
    const id = write?.id ?? 0;
    const resolved = await first.ledger.resolve({ id, outcome: "executed", note: "It arrived.", by: "ann" });
    expect(resolved).toMatchObject({ state: "failed", settledBy: "person" });
    expect(dataOf(await dropBy(second))).toMatchObject({
      outcome: "executed",
      message: expect.stringContaining("ann says: It arrived."),
    });
    await expect(first.ledger.resolve({ id, outcome: "executed", note: "Again.", by: "bo" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await first.store.db.selectFrom("audit").selectAll().execute()).toMatchObject([
      { actor: "ann", action: "write.resolve", subject: `write:${id}` },
    ]);
    expect(office.letters).toHaveLength(1);
  });

  it("is done by a repeat when a person says that it was not", async () => {
    office.mishaps.push("lose-the-answer");
    await dropBy(first);
    const [write] = await rows();
    await first.ledger.resolve({ id: write?.id ?? 0, outcome: "not_executed", note: "Nothing came.", by: "ann" });
    expect(dataOf(await dropBy(second))).toEqual({ id: "2" });
  });

  it("is measured while it is unknown", async () => {
    office.mishaps.push("lose-the-answer");
    await dropBy(first);
    first.ledger.start();
    await until("it was sampled", () => measured.includes("trunkline_writes_unknown post 1"));
    expect(measured).toContain("trunkline_writes_total default unknown");
    expect(measured).toContain("trunkline_writes_unknown_oldest_seconds post 1");
  });
});

describe("a process that is not heard of any more", () => {
  it("leaves a write that another settles; its own late answer still counts when nobody else has spoken", async () => {
    office.mishaps.push("hang-after");
    const running = dropBy(first);
    await until("the letter is there", () => office.letters.length === 1);
    await loseLeases();
    expect(dataOf(await dropBy(second))).toMatchObject({ outcome: "unknown" });
    office.release();
    expect(dataOf(await running)).toEqual({ id: "1" });
    expect(dataOf(await dropBy(second))).toEqual({ id: "1" });
  });

  it("was killed in the middle of a call: the repeat elsewhere gets it settled, and it happens once", async () => {
    office.mishaps.push("hang-after");
    const script = fileURLToPath(new URL("../../test/dying-writer.ts", import.meta.url));
    const hooks = new URL("../../test/run-sources.mjs", import.meta.url).href;
    const child = spawn(process.execPath, ["--import", hooks, script, first.store.schema, office.url], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (part) => {
      said += part;
    });
    await until("the letter is there", () => {
      if (child.exitCode !== null) throw new Error(said);
      return office.letters.length === 1;
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await rows()).toMatchObject([{ state: "running" }]);
    expect(await sendBy(second)).toMatchObject({ data: { id: "1" }, warnings: [{ code: "FOUND_BY_READING" }] });
    expect(office.letters).toHaveLength(1);
  });
});

describe("a ledger that fails", () => {
  it("before the write leaves: it is refused", async () => {
    const broken = await openReplica("broken", first.store.schema);
    await broken.store.close();
    expect(dataOf(await sendBy(broken))).toMatchObject({
      code: "STORE_UNAVAILABLE",
      outcome: "not_executed",
      retryable: true,
    });
    await broken.post.close();
    expect(office.letters).toHaveLength(0);
  });

  it("after the upstream answered: the caller has its answer and a warning, and the write is settled later", async () => {
    const broken = await openReplica("broken", first.store.schema);
    office.mishaps.push("hang-after");
    const running = sendBy(broken);
    await until("the letter is there", () => office.letters.length === 1);
    await broken.store.close();
    office.release();
    expect(await running).toMatchObject({ data: { id: "1" }, warnings: [{ code: "NOT_RECORDED" }] });
    await broken.ledger.stop();
    await broken.post.close();
    await loseLeases();
    expect(await sendBy(second)).toMatchObject({ data: { id: "1" }, warnings: [{ code: "FOUND_BY_READING" }] });
    expect(office.letters).toHaveLength(1);
  });
});

describe("the rows", () => {
  it("hold no credential and no secret, and what jsonb cannot hold is mended", async () => {
    const input = { to: "Jana \0\uD800", stamp: "canary-secret" };
    await first.post.execute(send, input, key);
    const { rows: raw } = await sql<{ text: string }>`select write::text as text from write`.execute(first.store.db);
    expect(raw[0]?.text).not.toContain("canary");
    const [write] = await rows();
    expect(await first.ledger.get(write?.id ?? 0)).toMatchObject({
      inputComplete: false,
      input: { to: "Jana \uFFFD\uFFFD", stamp: "<hidden>" },
      answer: { status: 200, truncated: false },
    });
  });

  it("leave out an input that is too large", async () => {
    await sendBy(first, "x".repeat(100_000));
    const detail = await first.ledger.get((await rows())[0]?.id ?? 0);
    expect(detail).toMatchObject({ inputComplete: false });
    expect(detail.input).toBeUndefined();
  });

  it("are listed newest first, page by page, by state", async () => {
    for (const to of ["a", "b", "c"]) await sendBy(first, to, {});
    const page = await first.ledger.list({ limit: 2, state: "done" });
    const rest = await first.ledger.list({ limit: 2, state: "done", cursor: page.nextCursor ?? "" });
    expect([...page.writes, ...rest.writes].map(({ id }) => id)).toEqual((await rows()).map(({ id }) => id));
    expect(rest).not.toHaveProperty("nextCursor");
    expect((await first.ledger.list({ state: "unknown" })).writes).toEqual([]);
    await expect(first.ledger.get(999_999)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are forgotten when they are old, but for those that are unknown", async () => {
    office.mishaps.push("accept", "lose-the-answer");
    await sendBy(first, "Jana", {});
    await dropBy(first, "Otto", {});
    await sql`update write set started_at = started_at - interval '2 days', finished_at = finished_at - interval '2 days'`.execute(
      first.store.db,
    );
    await sendBy(first, "Fresh", {});
    expect(await first.ledger.prune(86_400_000)).toBe(1);
    expect((await rows()).map(({ state }) => state)).toEqual(["done", "unknown"]);
  });
});
