import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { openStore } from "../src/open-store.js";
import { startChild } from "./child.js";
import { makeTemporaryDir } from "./temporary-dir.js";

const serverPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);

/** Rows acknowledged before each kill: early, while connections are made, and in full flow. */
const rounds = [
  { acks: 1, alsoServer: false },
  { acks: 150, alsoServer: true },
  { acks: 40, alsoServer: false },
  { acks: 300, alsoServer: true },
  { acks: 7, alsoServer: true },
  { acks: 90, alsoServer: false },
];

it("keeps every acknowledged row when its process and the server are killed again and again", async () => {
  await using dir = await makeTemporaryDir();
  const acked: number[] = [];
  for (const { acks, alsoServer } of rounds) {
    await using child = startChild("insert-rows.ts", [dir.path]);
    const read = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) acked.push(Number(await child.nextLine()));
    };
    await read(acks);
    if (alsoServer) {
      process.kill(await serverPid(dir.path), "SIGKILL");
      await read(acks + 20); // goes on by itself
    }
    // The last line may be cut off in the middle: it was not told.
    acked.push(...(await child.kill()).map(Number).slice(0, -1));
  }
  const store = await openStore({ dataDir: dir.path });
  const { rows } = await sql<{ id: number }>`select id from acked`.execute(store.db);
  const kept = new Set(rows.map(({ id }) => id));
  await store.close();
  expect(acked.length).toBeGreaterThan(600);
  expect(acked.filter((id) => !kept.has(id))).toEqual([]);
}, 60_000);
