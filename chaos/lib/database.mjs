// A PostgreSQL server that belongs to the run: it may be killed, stopped, slowed and filled.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, openSync, readdirSync, readlinkSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { openDisk } from "./disk.mjs";
import { freePort } from "./free-port.mjs";
import { until } from "./wait.mjs";

/** Where Debian puts server binaries; the newest. */
const findBinaries = () => {
  const folder = "/usr/lib/postgresql";
  if (!existsSync(folder)) return undefined;
  const newest = readdirSync(folder).sort((a, b) => Number(b) - Number(a))[0];
  return newest && join(folder, newest, "bin");
};

/** PostgreSQL does not run as root, so it runs as the first of these that exists. */
const findUser = () => {
  if (process.getuid() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const { status, stdout } = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const group = spawnSync("id", ["-g", name], { encoding: "utf8" }).stdout;
    if (status === 0) return { uid: Number(stdout), gid: Number(group) };
  }
  throw new Error("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.");
};

/** Why there can be no server here, or nothing. */
export const missingServer = () =>
  findBinaries() ? undefined : "no PostgreSQL server is installed under /usr/lib/postgresql";

/** Makes and starts a server in the directory. Clients go through a proxy that can be slow or mute. */
export const startDatabase = async ({ directory, settings = {} }) => {
  const bin = findBinaries();
  const identity = findUser();
  const disk = openDisk(directory);
  const data = join(disk.path ?? directory, "data");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (identity)
    for (const path of [directory, disk.path ?? directory, data]) chownSync(path, identity.uid, identity.gid);
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "trunkline", "--auth=trust", "--wal-segsize=1", "--no-instructions", "-E", "UTF8", "--locale=C"],
    { ...identity, encoding: "utf8", cwd: directory },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const counts = { kills: 0, starts: 0, powerCuts: 0 };
  const log = openSync(join(directory, "server.log"), "a");
  const stdio = ["ignore", log, log];
  let port = 0;
  let postmaster;
  let isClosed = false;
  const launch = () => {
    const options = Object.entries({
      max_connections: 100,
      // So small that the disk can be small, too.
      min_wal_size: "8MB",
      max_wal_size: "32MB",
      shared_buffers: "64MB",
      unix_socket_directories: "",
      listen_addresses: "127.0.0.1",
      port,
      ...settings,
    }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    postmaster = spawn(join(bin, "postgres"), ["-D", data, ...options], { ...identity, cwd: directory, stdio });
  };
  const start = async () => {
    counts.starts += 1;
    if (port === 0) port = await freePort();
    await until("PostgreSQL answering", answers, { timeoutMs: 60_000 });
  };
  const isAlive = () => postmaster !== undefined && postmaster.exitCode === null && postmaster.signalCode === null;
  const answers = async () => {
    // Old backends may still hold the shared memory for a moment; then the postmaster gives up and is started again.
    if (isClosed) throw new Error("The run is over.");
    if (!isAlive()) launch();
    const client = new pg.Client({
      host: "127.0.0.1",
      port,
      user: "trunkline",
      database: "postgres",
      connectionTimeoutMillis: 1_000,
    });
    try {
      await client.connect();
      await client.query("select 1");
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  };
  const end = async (signal) => {
    if (!isAlive()) return;
    const exited = once(postmaster, "exit");
    postmaster.kill(signal);
    await exited;
  };

  await start();
  const proxy = await startProxy(() => port);
  return {
    counts,
    /** Through the proxy. */
    url: `postgres://trunkline@127.0.0.1:${proxy.port}/postgres`,
    /** Past it, for the oracle. */
    directUrl: () => `postgres://trunkline@127.0.0.1:${port}/postgres`,
    proxy,
    disk,
    kill: async () => {
      counts.kills += 1;
      await end("SIGKILL");
    },
    /** The server dies with everything that was not on the disk yet. */
    cutPower: async () => {
      counts.powerCuts += 1;
      disk.cutPower();
      await end("SIGKILL");
      // Its backends look for it only when they wait for nothing else; a machine without power has none of them.
      killProcessesIn(data);
      await disk.remount();
    },
    stop: () => end("SIGINT"),
    start,
    close: async () => {
      isClosed = true;
      proxy.close();
      await end("SIGINT");
      await disk.close?.();
    },
  };
};

/** Every process that works in the directory, which PostgreSQL's do. */
const killProcessesIn = (directory) => {
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (readlinkSync(`/proc/${name}/cwd`) === directory) process.kill(Number(name), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
};

/** Between the gateways and the server: may delay each packet, or hold all of them. */
const startProxy = async (targetPort) => {
  const state = { delayMs: 0, isMute: false };
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(targetPort(), "127.0.0.1");
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on("data", (part) => {
        if (state.isMute) return; // half-open: neither an answer nor an end
        if (state.delayMs === 0) to.write(part);
        else setTimeout(() => to.writable && to.write(part), state.delayMs);
      });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    slow: (delayMs) => {
      state.delayMs = delayMs;
    },
    mute: (isMute) => {
      state.isMute = isMute;
      // What was held back is lost, as on a broken line: the connections cannot go on.
      if (!isMute) for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
