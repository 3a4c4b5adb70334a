import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, rmdir } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { PoolConfig } from "pg";
import { embeddedLogin } from "./create-cluster.js";
import type { PidFile } from "./pid-file.js";
import type { RunAs } from "./run-as.js";

/** Where the embedded server listens. */
export interface Endpoint {
  /** Settings of the server. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the driver needs to reach it. */
  readonly connection: Pick<PoolConfig, "host" | "port" | "user" | "password" | "database">;
  /** Before each start. */
  prepare(runAs: RunAs): Promise<void>;
  /** After the server has stopped. */
  dispose(): Promise<void>;
}

const port = 5432;
const socketName = `.s.PGSQL.${port}`;
const temporaryPrefix = "trunkline-";
/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with a terminating zero. */
const longestSocketPathBytes = 100;

/** The password of a server that listens on TCP; absent where private sockets are to be had. */
export const endpointPassword = async (clusterDir: string): Promise<string | undefined> => {
  if (process.platform !== "win32") return undefined;
  const text = await readFile(`${clusterDir}.password`, "utf8").catch(() => undefined);
  return text?.trim() ?? randomBytes(24).toString("base64url");
};

/** A place to listen that other users of the machine cannot reach. */
export const createEndpoint = async (dataDir: string, password: string | undefined): Promise<Endpoint> => {
  if (password !== undefined) return loopbackEndpoint(await freePort(), password);
  const beside = join(dataDir, "run");
  const fits = Buffer.byteLength(join(beside, socketName)) <= longestSocketPathBytes && !/[,"'\\]/.test(beside);
  return socketEndpoint(fits ? beside : await mkdtemp(join(tmpdir(), temporaryPrefix)));
};

/** The place of a server that runs already; undefined when it is not one of ours. */
export const endpointOf = (
  { socketDir, port: tcpPort }: PidFile,
  dataDir: string,
  password: string | undefined,
): Endpoint | undefined => {
  if (password !== undefined) return loopbackEndpoint(tcpPort, password);
  const isOurs = socketDir === join(dataDir, "run") || basename(socketDir).startsWith(temporaryPrefix);
  return isOurs ? socketEndpoint(socketDir) : undefined;
};

const socketEndpoint = (dir: string): Endpoint => ({
  settings: {
    listen_addresses: "",
    unix_socket_directories: dir,
    unix_socket_permissions: "0700",
    port: String(port),
  },
  connection: { host: dir, port, ...embeddedLogin },
  prepare: async (runAs) => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    // Left by a server that was killed. Its number in there may be another process's by now, or that of a dead one which
    // nobody has reaped: PostgreSQL would wait for both.
    for (const name of [socketName, `${socketName}.lock`]) await rm(join(dir, name), { force: true });
    if (runAs.kind === "user") await chown(dir, runAs.uid, runAs.gid);
  },
  dispose: () => rmdir(dir).catch(() => {}),
});

const loopbackEndpoint = (tcpPort: number, password: string): Endpoint => ({
  settings: { listen_addresses: "127.0.0.1", unix_socket_directories: "", port: String(tcpPort) },
  connection: { host: "127.0.0.1", port: tcpPort, password, ...embeddedLogin },
  prepare: async () => {},
  dispose: async () => {},
});

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
