import { join } from "node:path";
import { expect, it } from "vitest";
import { makeTemporaryDir } from "../../test/temporary-dir.js";
import { lockFile } from "./file-lock.js";

it("gives an exclusive lock to one at a time", async () => {
  await using dir = await makeTemporaryDir();
  const path = join(dir.path, "lock");
  const first = await lockFile(path, "exclusive");
  expect(await lockFile(path, "exclusive")).toBeUndefined();
  expect(await lockFile(path, "shared")).toBeUndefined();
  first?.release();
  const second = await lockFile(path, "exclusive");
  expect(second).toBeDefined();
  second?.release();
});

it("gives shared locks to many, and the exclusive one when the last has gone", async () => {
  await using dir = await makeTemporaryDir();
  const path = join(dir.path, "lock");
  const [one, other] = [await lockFile(path, "shared"), await lockFile(path, "shared")];
  one?.release();
  expect(await lockFile(path, "exclusive")).toBeUndefined();
  other?.release();
  const last = await lockFile(path, "exclusive");
  expect(last).toBeDefined();
  last?.release();
});

it("waits as long as it was told", async () => {
  await using dir = await makeTemporaryDir();
  const path = join(dir.path, "lock");
  const first = await lockFile(path, "exclusive");
  const waiting = lockFile(path, "exclusive", 10_000);
  first?.release();
  const second = await waiting;
  expect(second).toBeDefined();
  expect(await lockFile(path, "exclusive", 30)).toBeUndefined();
  second?.release();
});
