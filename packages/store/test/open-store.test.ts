import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { openStore } from "../src/open-store.js";
import { testDatabaseUrl } from "../src/testing/index.js";
import { toConnection } from "../src/to-connection.js";
import { makeTemporaryDir } from "./temporary-dir.js";
import { waitUntil } from "./wait-until.js";

/** The test database's address, with another host, database or parameters. */
const address = async (change: (parts: { host: string; database: string; query: string }) => string) => {
  const { host, port, database = "", user = "", password } = new Client(toConnection(await testDatabaseUrl()));
  const login = typeof password === "string" ? `${user}:${encodeURIComponent(password)}` : user;
  return `postgres://${login}@${change({ host: host ?? "", database, query: `host=${encodeURIComponent(host)}&port=${port}` })}`;
};

/** A TCP port that leads to the test database. */
const openWay = async (port: number): Promise<Server> => {
  const { host, port: target } = new Client(toConnection(await testDatabaseUrl()));
  const server = createServer((socket: Socket) => {
    const onward = host.startsWith("/") ? connect(join(host, `.s.PGSQL.${target}`)) : connect(target, host);
    socket.pipe(onward).pipe(socket);
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
};

describe("a database by its address", () => {
  it("is waited for while it does not answer yet", async () => {
    const port = await freePort();
    const databaseUrl = await address(({ database }) => `127.0.0.1:${port}/${database}`);
    const opening = openStore({ databaseUrl, schema: "t_waited_for" });
    await sleep(50); // the first try is refused
    const way = await openWay(port);
    const store = await opening;
    expect(store.kind).toBe("postgres");
    await sql`drop schema t_waited_for cascade`.execute(store.db);
    await store.close();
    way.close();
  });

  it("is given up after the time that was set, with a sentence that tells no password", async () => {
    const port = await freePort();
    const opening = openStore({ databaseUrl: `postgres://u:hunter2@127.0.0.1:${port}/d`, startTimeoutMs: 150 });
    const failure = await opening.catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/No database answered within 0.15 s \(ECONNREFUSED\).*DATABASE_URL/),
    });
    expect(String(failure)).not.toContain("hunter2");
  });

  it("is refused at once when the server has none of that name", async () => {
    const databaseUrl = await address(({ query }) => `/missing?${query}`);
    await expect(openStore({ databaseUrl })).rejects.toMatchObject({
      code: "BAD_SETTING",
      message: expect.stringContaining("no database of that name"),
    });
  });

  it("is refused at once when it takes no writes", async () => {
    const readOnly = `options=${encodeURIComponent("-c default_transaction_read_only=on")}`;
    const databaseUrl = await address(({ database, query }) => `/${database}?${query}&${readOnly}`);
    await expect(openStore({ databaseUrl })).rejects.toMatchObject({
      code: "READ_ONLY",
      message: expect.stringContaining("default_transaction_read_only"),
    });
  });

  it("is refused at once when it has no TLS and the address asks for it", async () => {
    const way = await openWay(await freePort());
    const { port } = way.address() as { port: number };
    const databaseUrl = await address(({ database }) => `127.0.0.1:${port}/${database}?sslmode=verify-full`);
    const failure = await openStore({ databaseUrl }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "BAD_SETTING", message: expect.stringMatching(/TLS|certificate/) });
    way.close();
  });
});

describe("the embedded database", () => {
  it("serves again after its server was killed: statements, health and notices", async () => {
    await using dir = await makeTemporaryDir();
    const store = await openStore({ dataDir: dir.path });
    const heard: string[] = [];
    const subscription = store.listen("news", (payload) => heard.push(payload));
    await waitUntil(() => heard.length === 1);
    const pidFile = await readFile(join(dir.path, "postgres/postmaster.pid"), "utf8");
    process.kill(Number(pidFile.split("\n")[0]), "SIGKILL");
    await waitUntil(async () => (await store.health()).status === "down");
    await waitUntil(async () => (await store.health()).status === "up");
    await waitUntil(() => heard.length === 2);
    await sql`select pg_notify('news', 'after')`.execute(store.db);
    await waitUntil(() => heard.at(-1) === "after");
    await subscription.stop();
    await store.close();
  });

  it("gives its directory back when the schema cannot be used", async () => {
    await using dir = await makeTemporaryDir();
    const store = await openStore({ dataDir: dir.path });
    await sql`insert into schema_migration values ('9999-later', '')`.execute(store.db);
    await store.close();
    for (const _ of [1, 2])
      await expect(openStore({ dataDir: dir.path })).rejects.toMatchObject({ code: "SCHEMA_TOO_NEW" });
  });
});
