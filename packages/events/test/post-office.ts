import { createServer } from "node:http";
import {
  type Connection,
  type ConnectionOptions,
  defineConnector,
  defineOperation,
  openConnection,
  verdictOf,
} from "@trunkline/core";
import { z } from "zod";

const Letter = z.object({ id: z.string(), to: z.string(), madeAt: z.string() });
type Letter = z.output<typeof Letter>;
const sent = z.object({ id: z.string() });

const list = defineOperation({
  id: "post.letters.list",
  summary: "List letters",
  docs: "https://example.com",
  effect: "read",
  input: z.object({}),
  output: z.object({ letters: z.array(Letter) }),
  request: () => ({ method: "GET", path: "/letters" }),
  response: (reply) => reply.json() as { letters: Letter[] },
});

/** A letter that is in the post for good, and can be looked for. */
export const send = defineOperation({
  id: "post.letters.send",
  summary: "Send a letter",
  docs: "https://example.com",
  effect: "write",
  idempotency: "none",
  input: z.object({ to: z.string(), stamp: z.string().optional() }),
  output: sent,
  secretInputs: ["stamp"],
  request: ({ to }) => ({ method: "POST", path: "/letters", body: { to } }),
  response: (reply) => ({ id: (reply.json() as Letter).id }),
  verify: {
    absentAfterMs: 0,
    read: async (call, write) => {
      const { letters } = await call.run(list, {});
      const alike = letters.filter(({ to }) => to === write.input.to);
      return verdictOf(
        alike.map(({ id, madeAt }) => ({ data: { id }, madeAt })),
        write,
      );
    },
  },
});

/** A letter that nobody can look for. */
export const drop = defineOperation({
  id: "post.letters.drop",
  summary: "Drop a letter somewhere",
  docs: "https://example.com",
  effect: "write",
  idempotency: "none",
  input: z.object({ to: z.string() }),
  output: sent,
  request: ({ to }) => ({ method: "POST", path: "/letters", body: { to } }),
  response: (reply) => ({ id: (reply.json() as Letter).id }),
});

const connector = defineConnector({
  id: "post",
  title: "Post",
  description: "A post office",
  version: "1.0.0",
  apiVersions: [{ version: "1" }],
  config: z.object({}),
  env: [],
  live: [],
  apiVersion: () => "1",
  baseUrl: () => "https://post.example",
  allowedHosts: () => [],
  settings: () => ({}),
  credential: () => ({
    kind: "key",
    authorize: async () => ({ headers: { authorization: "Bearer canary-credential" } }),
    state: () => "ready",
  }),
  quotas: { buckets: [] },
  mapError: () => undefined,
  operations: { letters: { list, send, drop } },
  probe: list,
});

/** A connection to a post office. */
export const openPost = (baseUrl: string, options: ConnectionOptions = {}): Connection =>
  openConnection(connector, {}, { baseUrl, ...options });

/** What becomes of a letter that is handed in. */
export type Mishap = "accept" | "lose-the-answer" | "refuse" | "hang-before" | "hang-after";

/** A post office on loopback that counts what it accepted. */
export interface PostOffice {
  readonly url: string;
  readonly letters: readonly Letter[];
  /** What becomes of the letters to come, one after the other; after that they are accepted. */
  readonly mishaps: Mishap[];
  /** Lets those go on that hang. */
  release(): void;
  close(): Promise<void>;
}

/** Opens a post office on a free port. */
export const openPostOffice = async (): Promise<PostOffice> => {
  const letters: Letter[] = [];
  const mishaps: Mishap[] = [];
  let gate = Promise.withResolvers<void>();
  const accept = (to: string): Letter => {
    const letter = { id: `${letters.length + 1}`, to, madeAt: new Date().toISOString() };
    letters.push(letter);
    return letter;
  };
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.method === "GET") return answer(200, { letters });
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { to } = JSON.parse(Buffer.concat(parts).toString()) as { to: string };
    const mishap = mishaps.shift() ?? "accept";
    if (mishap === "refuse") return answer(422, {});
    if (mishap === "hang-before") await gate.promise;
    const letter = accept(to);
    if (mishap === "hang-after") await gate.promise;
    if (mishap === "lose-the-answer") return request.socket.destroy();
    return answer(200, letter);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The post office has no address.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    letters,
    mishaps,
    release: () => {
      gate.resolve();
      gate = Promise.withResolvers();
    },
    close: () => {
      gate.resolve();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
