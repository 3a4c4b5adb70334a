import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, FaultDial } from "./fault-dial.js";
import { resetConnection, sendReply } from "./send-reply.js";
import { encodeReply, type SimulatorReply } from "./simulator-reply.js";
import { BodyTooLargeError, readSimulatorRequest, type SimulatorRequest } from "./simulator-request.js";

/** A fault that only the simulator of one upstream can interpret. */
export type UpstreamFaultSpec = Extract<Fault, { readonly kind: "upstream" }>;

/** What a simulator's server is built on. */
export interface LoopbackServerOptions {
  /** Default: a free port. */
  readonly port?: number;
  /** Answers a request. What it throws becomes a 500. */
  handle(request: SimulatorRequest): Promise<SimulatorReply> | SimulatorReply;
  readonly faults: FaultDial;
  /** Names the operation of a request, for faults that match by it. */
  operationOf?(request: SimulatorRequest): string | undefined;
  /** Interprets a fault of kind `upstream`; nothing: the request is handled as usual. */
  onUpstreamFault?(
    fault: UpstreamFaultSpec,
    request: SimulatorRequest,
  ): Promise<SimulatorReply | undefined> | SimulatorReply | undefined;
  /** Longest request body; a longer one is answered 413. Default 32 MiB. */
  readonly maxBodyBytes?: number;
}

/** A running server. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Cuts open connections, ends delays and frees the port. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a simulator's server on loopback; faults of the dial happen for real on its sockets.
 * @throws Error when the port is taken.
 */
export const createLoopbackServer = async (options: LoopbackServerOptions): Promise<LoopbackServer> => {
  const closing = new AbortController();
  const server = createServer((incoming, response) => {
    const client = new AbortController();
    const leave = () => client.abort();
    response.once("close", leave);
    closing.signal.addEventListener("abort", leave, { once: true });
    response.once("close", () => closing.signal.removeEventListener("abort", leave));
    answer(options, incoming, response, client.signal).catch((error) => fail(response, error, client.signal));
  });
  // Longer than clients keep idle sockets, so that no test meets a socket closed by chance.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      closing.abort();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

const answer = async (
  options: LoopbackServerOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
) => {
  const request = await readSimulatorRequest(incoming, options.maxBodyBytes ?? 32 * 1024 * 1024);
  const fault = options.faults.next({ path: request.path, operation: options.operationOf?.(request) });
  if (fault?.kind === "latency") await delay(fault.ms, undefined, { signal });
  if (fault?.kind === "reset" && fault.when === "before") return resetConnection(response);
  const reply = (await replyOfFault(options, fault, request)) ?? (await options.handle(request));
  await sendReply(response, encodeReply(disguise(reply, fault)), { fault, signal });
};

/** The answer of faults that keep a request from being handled. */
const replyOfFault = async (
  { onUpstreamFault }: LoopbackServerOptions,
  fault: Fault | undefined,
  request: SimulatorRequest,
): Promise<SimulatorReply | undefined> => {
  switch (fault?.kind) {
    case "status":
      return {
        status: fault.status,
        headers: { "content-type": "application/json", ...fault.headers },
        body: fault.body,
      };
    case "storm":
      return {
        status: 429,
        headers: { "retry-after": String(fault.retryAfterSeconds) },
        body: { errors: "Too many requests" },
      };
    case "content-type":
      return fault.body === undefined ? undefined : { status: 200, body: fault.body };
    case "upstream":
      return onUpstreamFault?.(fault, request);
    default:
      return undefined;
  }
};

const disguise = (reply: SimulatorReply, fault: Fault | undefined): SimulatorReply =>
  fault?.kind === "content-type"
    ? { ...reply, headers: { ...reply.headers, "content-type": fault.contentType } }
    : reply;

const fail = (response: ServerResponse, error: unknown, signal: AbortSignal): void => {
  if (signal.aborted || response.destroyed) return;
  if (response.headersSent) {
    resetConnection(response);
    return;
  }
  const tooLarge = error instanceof BodyTooLargeError;
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(tooLarge ? 413 : 500, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ error: tooLarge ? message : `The simulator failed: ${message}` }));
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken ? new Error(`Port ${port} is taken; choose another, or none for a free one.`, { cause: error }) : error,
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
