import { describe, expect, it } from "vitest";
import { createGroupCommit } from "./group-commit.js";

const settings = { sizeOf: () => 1, mostRows: 100, mostBytes: 1_000, mostWaitingBytes: 10 };

describe("group commit", () => {
  it("writes in one commit what came while another was on its way", async () => {
    const commits: (readonly number[])[] = [];
    const accept = createGroupCommit<number, number>({
      ...settings,
      commit: async (rows) => {
        commits.push(rows);
        return rows.map((row) => row * 10);
      },
    });
    expect(await Promise.all([accept([1]), accept([2, 3]), accept([4])])).toEqual([[10], [20, 30], [40]]);
    expect(commits).toEqual([[1], [2, 3, 4]]);
  });

  it("does not let a row that is refused take its neighbours with it", async () => {
    const accept = createGroupCommit<number, number>({
      ...settings,
      commit: async (rows) => {
        if (rows.includes(3)) throw new Error("The database does not like 3.");
        return rows;
      },
    });
    const settled = await Promise.allSettled([1, 2, 3, 4].map((row) => accept([row])));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  it("rejects all when the database is away, without asking for each", async () => {
    let commits = 0;
    const accept = createGroupCommit<number, number>({
      ...settings,
      commit: async () => {
        commits += 1;
        throw Object.assign(new Error("gone"), { code: "ECONNREFUSED" });
      },
    });
    const settled = await Promise.allSettled([1, 2, 3, 4].map((row) => accept([row])));
    expect(settled.every(({ status }) => status === "rejected")).toBe(true);
    expect(commits).toBe(2);
  });

  it("goes on after a deadlock", async () => {
    let deadlocks = 2;
    const accept = createGroupCommit<number, number>({
      ...settings,
      commit: async (rows) => {
        deadlocks -= 1;
        if (deadlocks >= 0) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
        return rows;
      },
    });
    expect(await accept([1])).toEqual([1]);
  });

  it("refuses what would wait beyond its bound, and takes it again when there is room", async () => {
    const gate = Promise.withResolvers<void>();
    const accept = createGroupCommit<number, number>({
      ...settings,
      commit: async (rows) => {
        await gate.promise;
        return rows;
      },
    });
    const waiting = Array.from({ length: 10 }, (_, row) => accept([row]));
    await expect(accept([11])).rejects.toMatchObject({ code: "BULKHEAD_FULL", retryAfterMs: 1_000 });
    gate.resolve();
    await Promise.all(waiting);
    expect(await accept([12])).toEqual([12]);
  });
});
