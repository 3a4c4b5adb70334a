import { describe, expect, it } from "vitest";
import type { Target } from "./host-policy.js";
import { createLocate, routeOf, withAuth } from "./route.js";
import type { HttpRequest } from "./transport.js";

const target: Target = { host: "tea.test", receivesCredential: true, isLoopback: false };
const request: HttpRequest = {
  method: "GET",
  url: "https://tea.test/a%2Fb?x=1&x=2#part",
  headers: { accept: "text/csv" },
};
const auth = { headers: { "x-token": "t" }, query: { key: "k&k" } };

describe("routeOf", () => {
  it("takes the URL apart and leaves its path encoded as it was, without the fragment", () => {
    expect(
      routeOf(
        request,
        createLocate(() => target),
      ),
    ).toMatchObject({
      origin: "https://tea.test",
      path: "/a%2Fb?x=1&x=2",
      host: "tea.test",
    });
  });

  it("asks for compression, unless on loopback or when the request says what it takes", () => {
    expect(
      routeOf(
        request,
        createLocate(() => target),
      ).headers,
    ).toEqual({
      accept: "text/csv",
      "accept-encoding": "gzip, deflate, br, zstd",
    });
    expect(
      routeOf(
        request,
        createLocate(() => ({ ...target, isLoopback: true })),
      ).headers,
    ).toEqual({ accept: "text/csv" });
    expect(
      routeOf(
        { ...request, headers: { "accept-encoding": "identity" } },
        createLocate(() => target),
      ).headers,
    ).toEqual({
      "accept-encoding": "identity",
    });
  });

  it("keeps the credential only for a target that may see it", () => {
    expect(
      routeOf(
        { ...request, auth },
        createLocate(() => target),
      ).auth,
    ).toBe(auth);
    expect(
      routeOf(
        { ...request, auth },
        createLocate(() => ({ ...target, receivesCredential: false })),
      ).auth,
    ).toBeUndefined();
  });
});

describe("createLocate", () => {
  it("judges a URL again only after another one", () => {
    const judged: string[] = [];
    const locate = createLocate((url) => {
      judged.push(url.pathname);
      return target;
    });
    for (const path of ["/a", "/a", "/b", "/a"]) expect(locate(`https://tea.test${path}`).path).toBe(path);
    expect(judged).toEqual(["/a", "/b", "/a"]);
  });

  it("refuses a URL each time that it is asked for", () => {
    const locate = createLocate(() => {
      throw new Error("blocked");
    });
    expect(() => locate("https://evil.test/")).toThrow("blocked");
    expect(() => locate("https://evil.test/")).toThrow("blocked");
  });
});

describe("withAuth", () => {
  const route = routeOf(
    { ...request, auth },
    createLocate(() => target),
  );

  it("adds headers and query", () => {
    const { headers, path } = withAuth(route);
    expect(headers).toMatchObject({ accept: "text/csv", "x-token": "t" });
    expect(path).toBe("/a%2Fb?x=1&x=2&key=k%26k");
  });

  it("begins a query where there is none, and adds no name twice", () => {
    expect(withAuth({ ...route, path: "/a" }).path).toBe("/a?key=k%26k");
    expect(withAuth({ ...route, path: "/a?key=other" }).path).toBe("/a?key=other");
  });

  it("leaves a route without a credential as it is", () => {
    const bare = { ...route, auth: undefined };
    expect(withAuth(bare)).toBe(bare);
  });
});
