import type { SimulatorReply } from "@trunkline/core/simulator";

/** Faults that only this service has, by the name the fault dial takes. */
export const shopifyFaults = {
  throttled: "An empty bucket: THROTTLED in a 200, without data",
  "partial-denied": 'ACCESS_DENIED on a sub-field beside data; option `fields`, e.g. ["Order.customer"]',
  "idempotency-concurrent": "A write with a key is told that the first one is still under way",
  "internal-in-200": "INTERNAL_SERVER_ERROR in a 200",
  "fall-forward": "Answered by the oldest supported version",
  "shop-frozen": "402: the shop has not paid",
  locked: "423: the shop is locked",
  "token-expired": "Every access token given out so far is refused from now on",
  "refresh-lost": "A token request is carried out, its answer lost",
  "duplicate-webhooks": "Each delivery is made twice from now on",
  "shuffled-webhooks": "Deliveries overtake each other from now on",
} as const;

/** Name of a fault. */
export type ShopifyFault = keyof typeof shopifyFaults;

const json = { "content-type": "application/json; charset=utf-8" };

/** Faults that are one fixed answer. */
export const fixedReply = (name: string, requestId: string): SimulatorReply | undefined => {
  switch (name) {
    case "shop-frozen":
      return { status: 402, headers: { ...json, "x-request-id": requestId }, body: { errors: "Unavailable Shop" } };
    case "locked":
      return {
        status: 423,
        headers: { ...json, "x-request-id": requestId },
        body: { errors: "This shop is unavailable" },
      };
    case "internal-in-200":
      return {
        status: 200,
        headers: { ...json, "x-request-id": requestId },
        body: {
          errors: [
            {
              message: `Internal error. Looks like something went wrong on our end.\nRequest ID: ${requestId} (include this in support requests).`,
              extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
            },
          ],
        },
      };
    default:
      return undefined;
  }
};

/** An answer that begins and never ends: the connection is cut. */
export async function* cutOff(): AsyncIterable<Uint8Array> {
  yield Buffer.from("{");
  throw new Error("The answer was cut off on purpose");
}
