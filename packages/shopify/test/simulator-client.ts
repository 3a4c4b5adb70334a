import { createManualClock, type ManualClock } from "@trunkline/core/testing";
import { createShopifySimulator, type ShopifySimulator, type ShopifySimulatorOptions } from "../src/simulator/index.js";

/** An answer as a test looks at it: data loosely typed, for it is what is tested. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of the query
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly body: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** How one request differs from a plain one. */
export interface RequestOptions {
  readonly version?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationName?: string;
}

/** A simulator with a client that is logged in. */
export interface Bench {
  readonly simulator: ShopifySimulator;
  readonly clock: ManualClock;
  query(document: string, variables?: object, options?: RequestOptions): Promise<Answer>;
  /** The first id of a list, optionally filtered. */
  firstId(list: string, filter?: string): Promise<string>;
}

/** The day the history of the shop has just ended. */
export const today = Date.UTC(2026, 10, 22, 9);

/** Starts a simulator whose clock stands still. */
export const startBench = async (options: ShopifySimulatorOptions = {}): Promise<Bench> => {
  const clock = createManualClock(today);
  const simulator = await createShopifySimulator({ plan: "unlimited", clock, ...options });
  const query: Bench["query"] = async (
    document,
    variables = {},
    { version = "2026-10", token, headers, operationName } = {},
  ) => {
    const response = await fetch(`${simulator.url}/admin/api/${version}/graphql.json`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-shopify-access-token": token ?? simulator.issueToken().token,
        ...headers,
      },
      body: JSON.stringify({ query: document, variables, operationName }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: as in the answer
    const body: any = await response.json();
    return { status: response.status, headers: response.headers, body, data: body.data, errors: body.errors ?? [] };
  };
  return {
    simulator,
    clock,
    query,
    firstId: async (list, filter = "") => {
      const { data } = await query(`query($q: String) { ${list}(first: 1, query: $q) { nodes { id } } }`, {
        q: filter,
      });
      return data[list].nodes[0].id;
    },
  };
};
