import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDurableSite } from "./durable-gateway.js";
import { createShell, wordsOf } from "./shell.js";

type Site = Awaited<ReturnType<typeof createDurableSite>>;

/** Fails on what a note says, until the file beside it tells that the cause is gone. */
const handlerModule = `
import { existsSync } from "node:fs";
import { join } from "node:path";
const isMended = () => existsSync(join(import.meta.dirname, "mended"));
export const handlers = [{
  name: "labels", summary: "Prints labels", on: ["shopify:orders/*"], maxAttempts: 1,
  run: async ({ event, note }) => {
    if (event.payload.note === "poison" && !isMended()) throw new Error("The label printer does not know this note.");
    note("would print a label for " + event.orderingKey);
  },
}];`;

describe("a person at the command line", () => {
  let site: Site;
  let gateway: Awaited<ReturnType<Site["start"]>>;
  let run: ReturnType<typeof createShell>;
  beforeAll(async () => {
    site = await createDurableSite();
    const file = join(site.directory, "handlers.mjs");
    await writeFile(file, handlerModule);
    gateway = await site.start({ TRUNKLINE_HANDLERS: file });
    run = createShell(gateway.url, { workingDir: site.directory });
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await site.close();
  }, 60_000);

  const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).out);
  /** Runs the command that an answer proposes. */
  const propose = async ({ err }: { readonly err: string }, about: string) => {
    const line = err.split("\n").find((_, at, all) => all[at - 1]?.startsWith(about));
    expect(line, `a proposal "${about}" in:\n${err}`).toBeDefined();
    const words = wordsOf((line ?? "").trim().replace(/ --url \S+$/, "")).slice(1);
    return { words, result: await run(...words) };
  };

  it("finds a dead letter, previews a replay and runs it, from what help and answers say", async () => {
    expect((await run("--help")).out).toMatch(/Operate a running gateway:[\s\S]*dead-letters[\s\S]*replays/);
    expect((await run("dead-letters", "--help")).out).toContain("trunkline dead-letters list");
    const { data } = await gateway.ask("/v1/shopify/orders/list", { limit: 1 });
    const makeItFail = async () => {
      // Subscriptions are made beside this: what happens before them is not told.
      await gateway.ask("/v1/shopify/orders/update", { id: data.orders[0].id, note: "fine" });
      await gateway.ask("/v1/shopify/orders/update", { id: data.orders[0].id, note: "poison" });
      return (await json("dead-letters", "list")).total;
    };
    await expect.poll(makeItFail, { timeout: 20_000, interval: 300 }).toBeGreaterThan(0);
    const list = await run("dead-letters", "list", "--queue", "labels");
    expect(list.out).toMatch(/error message[\s\S]*The label printer does not know this note\./);
    const { result: letter } = await propose(list, "Look at one");
    expect(letter.out).toMatch(/^tries$[\s\S]*^payload$[\s\S]*"note": "poison"/m);

    await writeFile(join(site.directory, "mended"), "");
    const { result: preview } = await propose(letter, "Or every dead letter of this handler");
    const [, total = ""] = /^total +(\d+)/m.exec(preview.out) ?? [];
    expect(preview.out).toContain("orders/updated");
    const { result: dryRun } = await propose(preview, "See what handlers would do");
    expect(dryRun.out).toMatch(/labels +done +would print a label for order:\d+/);
    const { words } = await propose({ err: preview.err.replace("replays start", "replays start --watch") }, "Handle");
    expect(words.slice(0, 5)).toEqual(["replays", "start", "--watch", "--dead-in", "labels"]);
    await expect.poll(async () => (await json("dead-letters", "list", "--queue", "labels")).total).toBe(0);
    expect(await json("replays", "get", "1")).toMatchObject({ state: "done", total: Number(total) });
  });

  it("watches the bar", async () => {
    const watched = await run("replays", "start", "--types", "orders/*", "--watch");
    expect(watched.code).toBe(0);
    expect(watched.drawn.at(-2)).toMatch(/█{28} 100 % {2}\d+ of \d+ done/);
    expect(watched.out).toMatch(/^state +done$/m);
  });

  it("lets a replay rest, go on, and end", async () => {
    await run("queues", "pause", "labels", "--reason", "nobody at the printer");
    const { id } = await json("replays", "start", "--types", "orders/*", "--per-second", "0.1");
    for (const [verb, state] of [
      ["pause", "paused"],
      ["resume", "running"],
    ] as const)
      expect(await json("replays", verb, String(id))).toMatchObject({ state });
    const unsure = await run("replays", "cancel", String(id));
    expect([unsure.code, unsure.err]).toEqual([1, expect.stringMatching(/cannot be undone[\s\S]*--yes/)]);
    expect(await json("replays", "cancel", String(id), "--yes")).toMatchObject({ state: "cancelled" });
    await run("queues", "resume", "labels");
  });

  it("repeats a dead letter with another payload, or lets it go with a reason", async () => {
    const { id: eventId } = (await json("events", "list", "--type", "orders/updated")).events[0];
    const { store } = await gateway.durable.whenReady(1_000);
    const dead = { event_id: eventId, key: "order:1", state: "dead", max_attempts: 1 } as const;
    const [first, second] = await store.db
      .insertInto("work")
      .values([
        { ...dead, queue: "printer" },
        { ...dead, queue: "archive" },
      ])
      .returning("id")
      .execute();
    const payload = JSON.parse((await run("dead-letters", "get", String(first?.id), "--field", "payload")).out);
    await writeFile(join(site.directory, "order.json"), JSON.stringify({ ...payload, note: "by hand" }));
    const { workId } = await json("dead-letters", "retry", String(first?.id), "--payload", "@order.json");
    const repeat = await store.db.selectFrom("work").select("payload").where("id", "=", workId).executeTakeFirst();
    expect(repeat?.payload).toMatchObject({ note: "by hand" });
    expect((await run("dead-letters", "discard", String(second?.id), "--yes")).err).toContain("--reason");
    const gone = await json("dead-letters", "discard", String(second?.id), "--reason", "a test", "--yes");
    expect(gone).toEqual({ id: second?.id });
  });

  it("is told which flag is wrong and what to write", async () => {
    const empty = await run("replays", "preview");
    expect([empty.code, empty.err]).toEqual([1, expect.stringMatching(/--filter: say at least one of --ids.*--types/)]);
    const time = await run("replays", "preview", "--from", "yesterday");
    expect(time.err).toMatch(/--from: "yesterday" is not a time: write .*30m, 12h, 7d/);
    const count = await run("replays", "start", "--types", "orders/*", "--confirm-total", "99999");
    expect(count.err).toMatch(/--confirm-total: the filter fits \d+ events now, not 99999/);
    expect((await run("replays", "get", "x")).err).toContain('<id>: "x" is not a number');
    const failure = await run("replays", "get", "999", "--json");
    expect([failure.code, JSON.parse(failure.out).error.code]).toEqual([1, "NOT_FOUND"]);
  });

  it("ends with 1 when a test message does not arrive", async () => {
    const { id, secret } = await json("endpoints", "create", "http://127.0.0.1:9/hook", "--types", "shopify.orders.*");
    expect(secret).toMatch(/^whsec_/);
    const tested = await run("endpoints", "test", id);
    expect([tested.code, tested.err]).toEqual([1, expect.stringContaining("did not arrive")]);
    expect((await json("endpoints", "update", id, "--types")).types).toEqual([]);
  });
});
