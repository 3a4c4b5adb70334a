import type { FastifyInstance } from "fastify";

/** Which methods a path has, so that a wrong method is told from a wrong path. */
export interface AllowedMethods {
  /** Sorted; empty when there is no such path. */
  of(path: string): readonly string[];
}

interface Pattern {
  readonly expression: RegExp;
  readonly methods: Set<string>;
}

/** Remembers every route registered after it, in nested plugins too. */
export const collectAllowedMethods = (app: FastifyInstance): AllowedMethods => {
  const exact = new Map<string, Set<string>>();
  const patterns = new Map<string, Pattern>();
  app.addHook("onRoute", ({ url, method }) => {
    const isPattern = /[:*]/.test(url);
    const methods = isPattern ? patternFor(patterns, url).methods : (exact.get(url) ?? new Set<string>());
    if (!isPattern) exact.set(url, methods);
    for (const name of [method].flat()) methods.add(name);
  });
  return {
    of: (path) => {
      const found = new Set(exact.get(path));
      for (const { expression, methods } of patterns.values())
        if (expression.test(path)) for (const name of methods) found.add(name);
      return [...found].sort();
    },
  };
};

const patternFor = (patterns: Map<string, Pattern>, url: string): Pattern => {
  const known = patterns.get(url);
  if (known) return known;
  const source = url.split("/").map(segmentPattern).join("/");
  const created = { expression: new RegExp(`^${source}$`), methods: new Set<string>() };
  patterns.set(url, created);
  return created;
};

const segmentPattern = (segment: string): string => {
  if (segment.startsWith(":")) return "[^/]+";
  return segment === "*" ? ".*" : segment.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
};
