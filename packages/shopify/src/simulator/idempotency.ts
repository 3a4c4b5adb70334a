import { createHash } from "node:crypto";
import { GraphQLError, type GraphQLFieldResolver, getDirectiveValues } from "graphql";
import type { Context } from "./context.js";
import { needsIdempotencyKey } from "./versions.js";

type Resolver = GraphQLFieldResolver<unknown, Context>;

/** The mutations that must carry `@idempotent` since 2026-04, as far as they are served. */
const mandatory: ReadonlySet<string> = new Set([
  "inventoryActivate",
  "inventoryAdjustQuantities",
  "inventorySetQuantities",
  "refundCreate",
]);
/** Of these, the ones whose refusals have a code. */
const coded: ReadonlySet<string> = new Set(["inventoryAdjustQuantities", "inventorySetQuantities"]);

const keptMs = 24 * 3_600_000;

/** First answers by key, for 24 hours. */
export interface IdempotencyRecord {
  readonly inputHash: string;
  readonly at: number;
  readonly payload: unknown;
}

/** Gives the first answer again for a key and input seen before; refuses a key with another input, a blank one and a missing one. */
export const guardIdempotency =
  (name: string, resolve: Resolver): Resolver =>
  (source, args, context, info) => {
    const [node] = info.fieldNodes;
    const directive = info.schema.getDirective("idempotent");
    const key =
      directive && node
        ? (getDirectiveValues(directive, node, info.variableValues)?.key as string | undefined)
        : undefined;
    if (key === undefined) {
      if (mandatory.has(name) && needsIdempotencyKey(context.apiVersion))
        throw badRequest("The @idempotent directive is required for this mutation but was not provided.");
      return resolve(source, args, context, info);
    }
    if (context.isBusy)
      return refuse(name, "IDEMPOTENCY_CONCURRENT_REQUEST", "A request with the same idempotency key is in progress.");
    if (key.trim() === "") throw badRequest("The @idempotent directive's key must not be blank.");
    return remember(name, key, args, context, () => resolve(source, args, context, info));
  };

const remember = (
  name: string,
  key: string,
  args: object,
  { idempotency, store }: Context,
  run: () => unknown,
): unknown => {
  const now = store.clock.now();
  const inputHash = createHash("sha256").update(JSON.stringify(args)).digest("base64");
  const slot = `${name}\n${key}`;
  const known = idempotency.get(slot);
  if (known && now - known.at < keptMs) {
    if (known.inputHash !== inputHash)
      return refuse(
        name,
        "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
        "The same idempotency key was used with different parameters.",
      );
    return known.payload;
  }
  const payload = run();
  idempotency.set(slot, { inputHash, at: now, payload });
  return payload;
};

const refuse = (name: string, code: string, message: string) => ({
  userErrors: [{ field: null, message, ...(coded.has(name) && { code }) }],
});
const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
