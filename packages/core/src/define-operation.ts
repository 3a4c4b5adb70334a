import type { z } from "zod";
import type {
  AnyOperation,
  ArrayKeys,
  ComposedOperation,
  ExchangeOperation,
  Idempotency,
  OperationTree,
} from "./operation.js";

const idPattern = /^[a-z][a-z0-9-]*(\.[a-z][A-Za-z0-9]*){2,}$/;

const checked = <Op extends AnyOperation>(operation: Op): Op => {
  if (!idPattern.test(operation.id))
    throw new TypeError(`Operation id "${operation.id}" is not connector.resource.verb`);
  if (operation.pagination && !("cursor" in operation.input.shape))
    throw new TypeError(`${operation.id} states pagination but its input has no cursor`);
  return Object.freeze({ ...operation, input: operation.input.strict() });
};

/** States the facts of one upstream exchange. Its input becomes strict: an unknown key is refused, never dropped. */
export const defineOperation = <I extends z.ZodObject, O extends z.ZodType, K extends ArrayKeys<z.output<O>> = never>(
  operation: ExchangeOperation<I, O, K>,
): ExchangeOperation<I, O, K> => checked(operation);

/** States an operation that runs others. */
export const defineComposedOperation = <
  I extends z.ZodObject,
  O extends z.ZodType,
  K extends ArrayKeys<z.output<O>> = never,
>(
  operation: ComposedOperation<I, O, K>,
): ComposedOperation<I, O, K> => checked(operation);

/** Tells a leaf of a tree from a branch. */
export const isOperation = (value: AnyOperation | OperationTree): value is AnyOperation =>
  typeof value.id === "string" && typeof value.effect === "string";

/** Tells an operation that runs others from one exchange. */
// biome-ignore lint/suspicious/noExplicitAny: inputs are contravariant; only `any` admits every operation
export const isComposed = (operation: AnyOperation): operation is ComposedOperation<any, any, any> =>
  "run" in operation;

/** Every operation of a tree, in the order written. */
export const listOperations = (tree: OperationTree): readonly AnyOperation[] =>
  Object.values(tree).flatMap((node) => (isOperation(node) ? [node] : listOperations(node)));

/** What repeating the operation with this input does; `natural` for reads. Without input: the cautious answer. */
export const idempotencyOf = (operation: AnyOperation, input?: unknown): Idempotency => {
  if (operation.effect === "read") return "natural";
  const { idempotency } = operation;
  if (typeof idempotency !== "function") return idempotency;
  return input === undefined ? "none" : idempotency(input);
};
