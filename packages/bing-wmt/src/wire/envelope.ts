import { parseWire, type Reply, type ResponseContext } from "@trunkline/core";
import { z } from "zod";

/** A 200 without `d` is a fault of the protocol, whatever else it holds; `d` itself may be anything, null too. */
const EnvelopeWire = z
  .looseObject({})
  .refine((body) => Object.hasOwn(body, "d"), { path: ["d"], message: "is missing" });

const unwrapped = (reply: Reply): unknown => parseWire(EnvelopeWire, reply.json()).d;

/** Parses what stood in `d`, so that findings name their path from the root of the reply. */
const parseInside = <W extends z.ZodType>(wire: W, value: unknown): z.output<W> =>
  (parseWire(z.object({ d: wire as z.ZodType }), { d: value }) as { readonly d: unknown }).d as z.output<W>;

type Decoder<Out, Input> = (reply: Reply, context: ResponseContext<Input>) => Out;

/**
 * A tolerant parse of what stands in `{"d": …}`, followed by a pure map.
 * The returned function throws `CONTRACT_VIOLATION` naming the paths that did not fit.
 */
export const decodeValue =
  <W extends z.ZodType, Out, Input = unknown>(
    wire: W,
    map: (value: z.output<W>, context: ResponseContext<Input>) => Out,
  ): Decoder<Out, Input> =>
  (reply, context) =>
    map(parseInside(wire, unwrapped(reply)), context);

/** The same for a list: null means that there is nothing in it, and one object stands for a list of one. */
export const decodeList =
  <W extends z.ZodType, Out, Input = unknown>(
    item: W,
    map: (items: readonly z.output<W>[], context: ResponseContext<Input>) => Out,
  ): Decoder<Out, Input> =>
  (reply, context) => {
    const value = unwrapped(reply);
    const items = value === null ? [] : isObject(value) ? [value] : value;
    return map(parseInside(z.array(item), items), context);
  };

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** What a write promises: Bing answers null to all that it takes, before it has done any of it. */
export const Accepted = z.object({
  accepted: z.literal(true).describe("Bing took the request; when and whether it takes effect it does not say"),
});
/** What a write promises. */
export type Accepted = z.infer<typeof Accepted>;

const AcceptedWire = z.union([z.null(), z.literal(true), z.looseObject({})]);

/** Reads the answer to a write: null, and whatever may one day come in its place except a plain refusal. */
export const decodeAccepted: Decoder<Accepted, unknown> = decodeValue(AcceptedWire, () => ({
  accepted: true as const,
}));
