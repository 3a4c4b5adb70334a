import { execFile } from "node:child_process";
import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { makeTemporaryDir } from "../../test/temporary-dir.js";
import { copyBinaries, findBinaries, programPath } from "./find-binaries.js";
import { restoreLinks } from "./restore-links.js";

it("copies the programs of npm with their links, so that they run elsewhere", async (context) => {
  const found = await findBinaries({ binDir: undefined, major: undefined });
  if (found.packageDir === undefined) return context.skip("the binaries of npm are not installed");
  await using dir = await makeTemporaryDir();
  const copied = await copyBinaries(found, dir.path);
  expect(copied.binDir.startsWith(dir.path)).toBe(true);
  const { stdout } = await promisify(execFile)(programPath(copied.binDir, "postgres"), ["--version"]);
  expect(stdout).toContain(`(PostgreSQL) ${found.major}`);
});

it("makes the links that an installation without scripts lacks, and leaves those that are there", async () => {
  await using dir = await makeTemporaryDir();
  const packageDir = join(dir.path, "native");
  await mkdir(join(packageDir, "lib"), { recursive: true });
  await writeFile(join(packageDir, "lib/libpq.so.5.18"), "library");
  const links = [
    { source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so" },
    { source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" },
  ];
  await writeFile(join(packageDir, "pg-symlinks.json"), JSON.stringify(links));
  await restoreLinks(packageDir);
  await restoreLinks(packageDir);
  expect((await lstat(join(packageDir, "lib/libpq.so"))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(packageDir, "lib/libpq.so.5"), "utf8")).toBe("library");
});

it("says which version the data needs when only others are there", async () => {
  const search = { binDir: undefined, major: 12 };
  await expect(findBinaries(search)).rejects.toMatchObject({
    code: "NO_BINARIES",
    message: expect.stringMatching(/No binaries of PostgreSQL 12, which wrote the data directory, .*\(found \d+/),
  });
});

it("passes over programs that do not run on this machine", async () => {
  await using dir = await makeTemporaryDir();
  await writeFile(programPath(dir.path, "postgres"), "\x7fELF for another C library", { mode: 0o755 });
  await expect(findBinaries({ binDir: dir.path, major: undefined })).rejects.toMatchObject({ code: "NO_BINARIES" });
});
