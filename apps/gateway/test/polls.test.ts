import type { Poll } from "@trunkline/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenConnections, openConnections } from "../src/connections.js";
import { servedConnectors } from "../src/connectors.js";
import type { Durable } from "../src/durable/durable.js";
import { pollSchedules } from "../src/polls/poll-schedules.js";
import { openTestDurable } from "./durable-app.js";

const polled = ["gsc", "bing-wmt", "ga4"];
let connections: OpenConnections;

beforeAll(async () => {
  const served = servedConnectors.filter(({ connector }) => polled.includes(connector.id));
  connections = await openConnections({ served, env: {}, mode: "mock" });
});
afterAll(() => connections.close());

const run = async (durable: Durable, connector: string) => {
  const registered = connections.opened.filter(({ connection }) => connection.connector.id === connector);
  const [schedule] = pollSchedules({ registered, durable: () => durable });
  const dueAt = new Date().toISOString();
  await durable.store.transaction((tx) =>
    (schedule as NonNullable<typeof schedule>).run({ dueAt, tx, signal: new AbortController().signal }),
  );
  return durable.store.db.selectFrom("event").selectAll().where("connector", "=", connector).execute();
};

describe.each([
  ["gsc", "sitemaps/changed"],
  ["bing-wmt", "crawl/issue-found"],
  ["ga4", "totals/changed"],
])("the poll of %s", (connector, type) => {
  it("stores what it finds once, and nothing while nothing changes", async () => {
    const durable = await openTestDurable();
    const first = await run(durable, connector);
    expect(first.length).toBeGreaterThan(0);
    expect(first.every((event) => event.source === "poll" && event.type === type)).toBe(true);
    expect(await run(durable, connector)).toHaveLength(first.length);
  });
});

describe("a poll", () => {
  const [registered] = [() => connections.opened[0] as NonNullable<OpenConnections["opened"][number]>];
  const withPoll = (poll: Poll) => {
    const { connection } = registered();
    return { connection: { ...connection, connector: { ...connection.connector, polls: [poll] } } };
  };
  const facts = { name: "test", summary: "Tests", cron: "* * * * *" };

  it("keeps neither events nor checkpoint of a run that fails afterwards", async () => {
    const durable = await openTestDurable();
    const poll: Poll = {
      ...facts,
      run: async () => ({ events: [{ type: "a", dedupeKey: "1", payload: {} }], checkpoint: { at: 1 } }),
    };
    const [schedule] = pollSchedules({ registered: [withPoll(poll)], durable: () => durable });
    const failing = durable.store.transaction(async (tx) => {
      await schedule?.run({ dueAt: "", tx, signal: new AbortController().signal });
      throw new Error("killed before the commit");
    });
    await expect(failing).rejects.toThrow("killed");
    expect(await durable.store.db.selectFrom("event").select("id").execute()).toEqual([]);
    expect(await durable.store.db.selectFrom("checkpoint").select("name").execute()).toEqual([]);
  });

  it("goes on from where the last run ended", async () => {
    const durable = await openTestDurable();
    const seen: unknown[] = [];
    const poll: Poll = {
      ...facts,
      run: async ({ checkpoint }) => {
        seen.push(checkpoint);
        return { events: [], checkpoint: { run: seen.length } };
      },
    };
    const [schedule] = pollSchedules({ registered: [withPoll(poll)], durable: () => durable });
    for (let times = 0; times < 2; times += 1)
      await durable.store.transaction(async (tx) =>
        schedule?.run({ dueAt: "", tx, signal: new AbortController().signal }),
      );
    expect(seen).toEqual([undefined, { run: 1 }]);
  });
});
