import { spawnSync } from "node:child_process";
import { chmod, chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeTemporaryDir, type TemporaryDir } from "../../test/temporary-dir.js";
import { chooseRunAs } from "./run-as.js";

const isRoot = process.getuid?.() === 0;
const hasNamespaces = spawnSync("unshare", ["--user", "--map-user=65534", "true"]).status === 0;

it.skipIf(isRoot)("runs as whoever we are when that is not root", async () => {
  expect(await chooseRunAs({ binDir: "/", dataDir: "/", clusterDir: "/none" })).toEqual({ kind: "self" });
});

describe.skipIf(!isRoot)("as root", () => {
  let dir: TemporaryDir;
  /** Programs and data, each in a directory that others may enter or not. */
  const place = async (binMode: number, dataMode: number) => {
    const [binDir, dataDir] = [join(dir.path, "bin"), join(dir.path, "data")];
    for (const [path, mode] of [
      [binDir, binMode],
      [dataDir, dataMode],
    ] as const) {
      await mkdir(path);
      await chmod(path, mode);
    }
    return { binDir, dataDir, clusterDir: join(dataDir, "postgres") };
  };
  beforeEach(async () => {
    dir = await makeTemporaryDir();
  });
  afterEach(() => dir[Symbol.asyncDispose]());

  it("runs as nobody where nobody can reach everything", async () => {
    expect(await chooseRunAs(await place(0o755, 0o711))).toEqual({ kind: "user", uid: 65_534, gid: 65_534 });
  });

  it.skipIf(!hasNamespaces).each([
    [0o700, 0o711, "programs"],
    [0o755, 0o700, "data"],
  ])("takes a user namespace where nobody cannot (%o, %o): %s", async (binMode, dataMode) => {
    expect(await chooseRunAs(await place(binMode, dataMode))).toEqual({ kind: "namespace", uid: 65_534 });
  });

  it("runs as the owner of a cluster that there is", async () => {
    const where = await place(0o755, 0o711);
    await mkdir(where.clusterDir);
    await chown(where.clusterDir, 1_234, 1_234);
    expect(await chooseRunAs(where)).toMatchObject({ kind: "user", uid: 1_234 });
  });

  it("wants a copy of programs that nobody can reach where there are no namespaces", async () => {
    vi.stubEnv("PATH", "");
    expect(await chooseRunAs(await place(0o700, 0o711))).toBeUndefined();
  });

  it("says what to do where nothing works", async () => {
    vi.stubEnv("PATH", "");
    await expect(chooseRunAs(await place(0o755, 0o700))).rejects.toMatchObject({
      code: "NO_BINARIES",
      message: expect.stringMatching(/does not run as root.*Choose a data directory that every user may enter/),
    });
  });
});
