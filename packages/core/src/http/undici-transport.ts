import type { LookupFunction } from "node:net";
import { Agent, buildConnector, cacheStores, type Dispatcher, interceptors } from "undici";
import { cacheBudget } from "../config/cache-budget.js";
import type { Limits } from "../config/limits.js";
import type { MetricsSink } from "../telemetry/sink.js";
import { guardedLookup } from "./address-guard.js";
import { BufferedExchange } from "./buffered-exchange.js";
import { cacheOutcomeOf, toCacheable } from "./cache-rules.js";
import { WireProgress } from "./exchange-handler.js";
import { followRedirects } from "./follow-redirects.js";
import { createHostJudge, type HostPolicy, isPrivateHost } from "./host-policy.js";
import { createPoolSampler } from "./pool-sampler.js";
import { createLocate, type Route, routeOf, withAuth } from "./route.js";
import { StreamedExchange } from "./streamed-exchange.js";
import type { ExchangeOptions, HttpRequest, Reply, StreamReply, Transport } from "./transport.js";

/** What a transport is built on. */
export interface UndiciTransportOptions {
  readonly limits: Limits;
  readonly hosts: HostPolicy;
  readonly metrics?: MetricsSink;
  /** Default: the system's resolver. Its answers are guarded all the same. */
  readonly lookup?: LookupFunction;
}

/** A transport over keep-alive pools. */
export interface UndiciTransport extends Transport {
  /** Sets the gauges of the pools' sockets. */
  sample(): void;
}

/** What the exchanges of one transport share. */
interface Network {
  readonly agent: Agent;
  readonly caches: ReturnType<typeof createCaches>;
  readonly limits: Limits;
  /** Errors of sockets that had served an exchange before. */
  readonly staleSocketErrors: WeakSet<object>;
}

type Once<R> = (network: Network, route: Route, exchange: ExchangeOptions) => Promise<R>;

/** The network: one keep-alive pool per origin, addresses checked when connecting, verified TLS, capped replies. */
export const createUndiciTransport = (options: UndiciTransportOptions): UndiciTransport => {
  const { limits, hosts, metrics } = options;
  const staleSocketErrors = new WeakSet<object>();
  const agent = createAgent(options, staleSocketErrors);
  const caches = createCaches(agent, cacheBudget(limits.cacheMaxBytes).revalidationBytes);
  const network: Network = { agent, caches, limits, staleSocketErrors };
  const { judge, permits } = createHostJudge(hosts);
  let closing: Promise<void> | undefined;

  const locate = createLocate(judge);
  const go = <R>(once: Once<R>, request: HttpRequest, exchange: ExchangeOptions): Promise<R> => {
    try {
      exchange.signal.throwIfAborted();
      return once(network, routeOf(request, locate), exchange);
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const followed = <R extends Reply | StreamReply>(
    once: Once<R>,
    request: HttpRequest,
    exchange: ExchangeOptions,
  ): Promise<R> => followRedirects(request, { permits, go: (hop) => go(once, hop, exchange) });

  return {
    exchange: (request, exchange) => {
      if (request.method === "GET" || request.method === "HEAD") return followed(exchangeSafely, request, exchange);
      const written = go(exchangeOnce, request, exchange);
      const { cachePartition } = exchange;
      return cachePartition === undefined ? written : written.finally(() => caches.forget(cachePartition));
    },
    open: (request, exchange) => followed(openOnce, request, exchange),
    close: () => {
      closing ??= agent.close();
      return closing;
    },
    sample: metrics ? createPoolSampler(() => agent.stats, metrics) : () => {},
  };
};

const exchangeOnce: Once<Reply> = ({ agent, caches, limits }, route, { signal, maxReplyBytes, cachePartition }) => {
  const { host, method } = route;
  const common = { host, signal, maxBytes: maxReplyBytes ?? limits.maxReplyBytes, hasBody: method !== "HEAD" };
  if (cachePartition === undefined || method !== "GET" || limits.cacheMaxBytes === 0)
    return new Promise((resolve, reject) =>
      start(agent, withAuth(route), new BufferedExchange(common, resolve, reject)),
    );
  const wire = new WireProgress();
  const cacheOutcome = (status: number) => cacheOutcomeOf(wire, status);
  return new Promise((resolve, reject) =>
    start(
      caches.of(cachePartition),
      { ...route, [wireKey]: wire },
      new BufferedExchange({ ...common, wire, cacheOutcome }, resolve, reject),
    ),
  );
};

/** A safe request that met a socket which the server had closed while idle is repeated once, on another socket. */
const exchangeSafely: Once<Reply> = (network, route, exchange) =>
  exchangeOnce(network, route, exchange).catch((error: { readonly cause?: object } | null) => {
    const cause = error?.cause;
    if (cause === undefined || !network.staleSocketErrors.has(cause)) throw error;
    return exchangeOnce(network, route, exchange);
  });

const openOnce: Once<StreamReply> = ({ agent }, route, { signal }) =>
  new Promise((resolve, reject) =>
    start(agent, withAuth(route), new StreamedExchange({ host: route.host, signal }, resolve, reject)),
  );

const createAgent = ({ limits, hosts, lookup }: UndiciTransportOptions, staleSocketErrors: WeakSet<object>): Agent => {
  const connect = buildConnector({
    timeout: limits.connectTimeoutMs,
    lookup: guardedLookup({
      allowLoopback: hosts.allowLoopback ?? false,
      mayBePrivate: (hostname) => isPrivateHost(hosts.privateHosts ?? [], hostname),
      lookup,
    }),
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
    allowH2: false, // one exchange per socket: limits and resets concern one call
  });
  return new Agent({
    connections: limits.maxSockets,
    pipelining: 1,
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    keepAliveMaxTimeout: Math.max(limits.keepAliveTimeoutMs, 600_000),
    connect: (target, callback) =>
      connect(target, (...[error, socket]) => {
        if (error) return callback(error, null);
        const bytesReadAtFirst = socket.bytesRead;
        // Only the socket knows whether it served an exchange before the one that now fails on it.
        socket.on("error", (cause: Error) => {
          if (socket.bytesRead > bytesReadAtFirst) staleSocketErrors.add(cause);
        });
        callback(null, socket);
      }),
  });
};

/** Carries through the cache whom to report to. */
const wireKey: unique symbol = Symbol("wire");

type Start = Route & { readonly [wireKey]?: WireProgress };

/** The client takes any async iterable for a body, though its types name only Node's streams. */
const toDispatch = (route: Start): Dispatcher.DispatchOptions => route as Dispatcher.DispatchOptions;

const start = (dispatcher: Dispatcher, options: Start, handler: Dispatcher.DispatchHandler): void => {
  try {
    dispatcher.dispatch(toDispatch(options), handler);
  } catch (error) {
    handler.onResponseError?.(undefined as never, error as Error);
  }
};

/** Adds the credential, reports what happens on the wire, and states what may be kept. */
const underCache: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const route = options as unknown as Start;
  const wire = route[wireKey] ?? new WireProgress();
  return dispatch(toDispatch(withAuth(route)), {
    onRequestStart: (controller, context) => {
      wire.begin(controller);
      if (!controller.aborted) handler.onRequestStart?.(controller, context);
    },
    onResponseStart: (controller, status, headers, message) => {
      wire.started = true;
      wire.status = status;
      handler.onResponseStart?.(controller, status, toCacheable(status, headers), message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  });
};

/** Partitions kept; the oldest goes first. */
const maxPartitions = 256;

const createCaches = (agent: Agent, maxSize: number) => {
  const caches = new Map<string, Dispatcher>();
  return {
    of: (partition: string): Dispatcher => {
      const known = caches.get(partition);
      if (known) return known;
      const [oldest] = caches.keys();
      if (caches.size >= maxPartitions && oldest !== undefined) caches.delete(oldest);
      const store = new cacheStores.MemoryCacheStore({ maxSize, maxEntrySize: Math.min(maxSize, 5 * 1024 * 1024) });
      const created = agent.compose(underCache, interceptors.cache({ type: "private", store }));
      caches.set(partition, created);
      return created;
    },
    forget: (partition: string): void => {
      caches.delete(partition);
    },
  };
};
