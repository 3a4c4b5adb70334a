import type { CallOptions, Connection, ConnectionStatus, Explanation } from "./connection.js";
import type { Envelope } from "./envelope.js";
import {
  type AnyOperation,
  isOperation,
  type OperationInput,
  type OperationOutput,
  type OperationTree,
} from "./operation.js";

type PageKey<Op extends AnyOperation> = Op extends { readonly pagination?: { readonly items: infer K } } ? K : never;

/** One item of a paginated operation's pages; `never` for other operations. */
export type Item<Op extends AnyOperation> = [PageKey<Op>] extends [never]
  ? never
  : OperationOutput<Op>[PageKey<Op>] extends readonly (infer T)[]
    ? T
    : never;

type Arguments<Op extends AnyOperation> =
  // biome-ignore lint/complexity/noBannedTypes: the empty object is meant: nothing in the input is required
  {} extends OperationInput<Op>
    ? [input?: OperationInput<Op>, options?: CallOptions]
    : [input: OperationInput<Op>, options?: CallOptions];

/** Iterators of a method whose operation states pagination. */
export interface Paging<Op extends AnyOperation> {
  /** One envelope a page; ends after the last page or the first failure. */
  pages(...args: Arguments<Op>): AsyncIterable<Envelope<OperationOutput<Op>>>;
  /** One item at a time; throws ConnectorError on failure. */
  items(...args: Arguments<Op>): AsyncIterable<Item<Op>>;
}

/** A typed method of the client. Resolves to an envelope, never rejects. */
export type ClientMethod<Op extends AnyOperation> = ((
  ...args: Arguments<Op>
) => Promise<Envelope<OperationOutput<Op>>>) &
  ([Item<Op>] extends [never] ? unknown : Paging<Op>);

/** Methods of a tree of operations, same names, same nesting. */
export type Methods<T extends OperationTree> = {
  readonly [K in keyof T]: T[K] extends AnyOperation
    ? ClientMethod<T[K]>
    : T[K] extends OperationTree
      ? Methods<T[K]>
      : never;
};

/** Methods of the connector's operations, and under `$` names what concerns the connection as a whole. */
export type Client<T extends OperationTree> = Methods<T> & {
  readonly $connection: Connection;
  /** Why a call of this operation would wait or be refused now, and until when. */
  $explain(operation: AnyOperation): Explanation;
  $status(): ConnectionStatus;
  /** Ends waits, closes pools. */
  $close(): Promise<void>;
};

/** Methods for every operation of the connection's connector. */
export const bind = <T extends OperationTree>(operations: T, connection: Connection): Client<T> =>
  Object.freeze({
    ...methodsOf(operations, connection),
    $connection: connection,
    $explain: (operation: AnyOperation) => connection.explain(operation),
    $status: () => connection.status(),
    $close: () => connection.close(),
  }) as unknown as Client<T>;

const methodsOf = (tree: OperationTree, connection: Connection): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isOperation(node) ? methodOf(node, connection) : Object.freeze(methodsOf(node, connection)),
    ]),
  );

const methodOf = (operation: AnyOperation, connection: Connection) => {
  const call = (input: unknown = {}, options?: CallOptions) => connection.execute(operation, input, options);
  if (!operation.pagination) return call;
  return Object.assign(call, {
    pages: (input: Record<string, unknown> = {}, options?: CallOptions) => pagesOf(call, input, options),
    items: (input: Record<string, unknown> = {}, options?: CallOptions) => connection.items(operation, input, options),
  });
};

type Call = (input: unknown, options?: CallOptions) => Promise<Envelope<{ readonly nextCursor?: string }>>;

/** Pages until there is no next cursor; the first failure is the last page. */
export async function* pagesOf(
  call: Call,
  input: Record<string, unknown>,
  options?: CallOptions,
): AsyncGenerator<Envelope<{ readonly nextCursor?: string }>> {
  let cursor: unknown = input.cursor;
  for (;;) {
    const page = await call(cursor === undefined ? input : { ...input, cursor }, options);
    yield page;
    if (!page.ok || page.data.nextCursor === undefined || page.data.nextCursor === cursor) return;
    cursor = page.data.nextCursor;
  }
}
