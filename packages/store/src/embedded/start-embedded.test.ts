import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChild } from "../../test/child.js";
import { makeTemporaryDir, type TemporaryDir } from "../../test/temporary-dir.js";
import { waitUntil } from "../../test/wait-until.js";
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from "./start-embedded.js";

const isRoot = process.getuid?.() === 0;
const hasNamespaces = spawnSync("unshare", ["--user", "--map-user=65534", "true"]).status === 0;
const olderBinaries = "/usr/lib/postgresql/15/bin";

const start = (dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> =>
  startEmbedded({
    dataDir,
    maxConnections: 20,
    startTimeoutMs: 30_000,
    onTrouble: () => {},
    sync: false,
    ...more,
  });

const ask = async ({ connection }: EmbeddedServer, statement: string): Promise<unknown> => {
  const client = new Client(connection);
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

/** A cluster that every test leaves as it was, stopped: to make one takes the longest. */
let made: TemporaryDir;
beforeAll(async () => {
  made = await makeTemporaryDir();
  await (await start(made.path)).stop();
});
afterAll(() => made[Symbol.asyncDispose]());

describe("the life of an embedded server", () => {
  it("keeps its rows from one start to the next, and is gone after stop", async () => {
    const first = await start(made.path);
    await ask(first, "create table t as select 42 as n");
    await first.stop();
    expect(() => process.kill(first.pid(), 0)).toThrow("ESRCH");
    const second = await start(made.path);
    expect(await ask(second, "select n from t")).toBe(42);
    await second.stop();
  });

  it("goes on with a server that outlived its owner", async () => {
    const first = await start(made.path);
    await first.leave();
    const second = await start(made.path);
    expect(second.pid()).toBe(first.pid());
    expect(await ask(second, "select 1")).toBe(1);
    await second.stop();
    expect(() => process.kill(first.pid(), 0)).toThrow("ESRCH");
  });

  it.each(["its own child", "one that it adopted"])("starts a server again that was killed: %s", async (which) => {
    if (which === "one that it adopted") await (await start(made.path)).leave();
    const troubles: unknown[] = [];
    const server = await start(made.path, { onTrouble: (error) => troubles.push(error) });
    const killed = server.pid();
    process.kill(killed, "SIGKILL");
    await waitUntil(() => server.pid() !== killed);
    expect(await ask(server, "select 1")).toBe(1);
    expect(troubles).toEqual([
      expect.objectContaining({ code: "UNREACHABLE", message: expect.stringContaining(String(killed)) }),
    ]);
    await server.stop();
  });

  it("starts anew when the making of a cluster was interrupted", async () => {
    await using dir = await makeTemporaryDir();
    await mkdir(join(dir.path, "postgres.init"));
    await writeFile(join(dir.path, "postgres.init", "PG_VERSION"), "18");
    const server = await start(dir.path);
    expect(await ask(server, "select 1")).toBe(1);
    await server.stop();
  });

  it("says what PostgreSQL said when it cannot start", async () => {
    await using dir = await makeTemporaryDir();
    await (await start(dir.path)).stop();
    await rm(join(dir.path, "postgres/global/pg_control"));
    await expect(start(dir.path)).rejects.toMatchObject({
      code: "START_FAILED",
      message: expect.stringContaining("pg_control"),
    });
  });
});

describe("who may have a directory", () => {
  it("refuses it to a second owner in the same process, and gives it once the first has stopped", async () => {
    const first = await start(made.path);
    await expect(start(made.path)).rejects.toMatchObject({
      code: "IN_USE",
      message: expect.stringContaining(`is in use by process ${process.pid}.`),
    });
    expect(await ask(first, "select 1")).toBe(1);
    await first.stop();
    await (await start(made.path)).stop();
  });

  it("refuses it while another process has it, and gives it when that was killed", async () => {
    await using child = startChild("hold-directory.ts", [made.path]);
    expect(await child.nextLine()).toBe("open");
    await expect(start(made.path)).rejects.toMatchObject({ code: "IN_USE" });
    await child.kill();
    await (await start(made.path)).stop();
  });

  it.skipIf(!existsSync(olderBinaries) || !isRoot)(
    "leaves a server alone that somebody else started on it",
    async () => {
      await using dir = await makeTemporaryDir();
      const binDir = olderBinaries;
      await (await start(dir.path, { binDir })).stop();
      const place = join(dir.path, "elsewhere");
      await mkdir(place, { mode: 0o777 });
      const { uid, gid } = await stat(join(dir.path, "postgres"));
      const args = ["-D", join(dir.path, "postgres"), "-k", place, "-h", ""];
      await chown(place, uid, gid);
      const theirs = spawn(join(binDir, "postgres"), args, { uid, gid, stdio: "ignore" });
      try {
        await waitUntil(() => existsSync(join(place, ".s.PGSQL.5432")));
        await expect(start(dir.path, { binDir })).rejects.toMatchObject({
          code: "IN_USE",
          message: expect.stringContaining(`process ${theirs.pid}`),
        });
        expect(theirs.exitCode).toBeNull();
      } finally {
        const gone = once(theirs, "exit");
        theirs.kill("SIGQUIT");
        await gone;
      }
    },
  );
});

describe("where it runs", () => {
  it("takes a short temporary directory for the socket when the data's path is too long for one", async () => {
    await using dir = await makeTemporaryDir();
    const server = await start(join(dir.path, "d".repeat(100)));
    const { host = "" } = server.connection;
    expect(host.startsWith(join(await realpath(tmpdir()), "trunkline-"))).toBe(true);
    expect(await ask(server, "select 1")).toBe(1);
    await server.stop();
    expect(existsSync(host)).toBe(false);
  });

  it.skipIf(!isRoot || !hasNamespaces)("runs as root's guest in a directory that nobody else may enter", async () => {
    await using dir = await makeTemporaryDir(0o700);
    const server = await start(join(dir.path, "data"));
    expect(await ask(server, "select 1")).toBe(1);
    await server.stop();
    await (await start(join(dir.path, "data"))).stop();
  });

  it.skipIf(!existsSync(olderBinaries))(
    "runs on the system's programs of an older version, and only on those after",
    async () => {
      await using dir = await makeTemporaryDir();
      const server = await start(dir.path, { binDir: olderBinaries });
      expect(await ask(server, "select current_setting('server_version_num')::int / 10000")).toBe(15);
      await server.stop();
      const again = await start(dir.path);
      expect(await ask(again, "select current_setting('server_version_num')::int / 10000")).toBe(15);
      await again.stop();
    },
  );

  it("refuses a directory of programs without PostgreSQL, and says what to do", async () => {
    await using dir = await makeTemporaryDir();
    await expect(start(dir.path, { binDir: dir.path })).rejects.toMatchObject({
      code: "NO_BINARIES",
      message: expect.stringMatching(/Set DATABASE_URL .*TRUNKLINE_POSTGRES_BIN/),
    });
  });

  it("listens nowhere but on its private socket", async () => {
    const server = await start(made.path);
    expect(await ask(server, "show listen_addresses")).toBe("");
    expect(await ask(server, "show unix_socket_directories")).toBe(join(await realpath(made.path), "run"));
    expect(await ask(server, "show fsync")).toBe("on");
    await server.stop();
  });
});
