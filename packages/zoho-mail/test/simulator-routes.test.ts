import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findRoute } from "../src/simulator/router.js";

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

const fixtures = new URL("../fixtures/", import.meta.url);

/** Every request of the connector's documented cases, told by operation and case. */
const requests = existsSync(fixtures)
  ? readdirSync(fixtures).flatMap((operation) =>
      readdirSync(new URL(`${operation}/`, fixtures)).flatMap((file) => {
        const { request, exchanges } = JSON.parse(readFileSync(new URL(`${operation}/${file}`, fixtures), "utf8"));
        const all: Request[] = request ? [request] : exchanges.map((each: { request: Request }) => each.request);
        return all
          .filter(({ path }) => path?.startsWith("/api"))
          .map((each) => [`${operation}/${file}`, each] as const);
      }),
    )
  : [];

describe("the simulator has a route for every documented request", () => {
  it("of which there are many", () => {
    expect(requests.length).toBeGreaterThan(50);
  });

  it.each(requests)("%s", (_, { method, path, query = {}, body }) => {
    const route = findRoute(method, path)?.route;
    expect(route).toBeDefined();
    expect(Object.keys(query).filter((name) => !route?.params?.includes(name))).toEqual([]);
    const keys = typeof body === "object" && body !== null && route?.keys ? Object.keys(body) : [];
    expect(keys.filter((name) => !route?.keys?.includes(name))).toEqual([]);
  });
});
