/** Tests texts against patterns in which `*` stands for anything; none means all. */
export const matcherOf = (patterns: readonly string[]): ((text: string) => boolean) => {
  if (patterns.length === 0) return () => true;
  const tests = patterns.map((pattern) => new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s"));
  return (text) => tests.some((test) => test.test(text));
};

const escaped = (text: string): string => text.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&");

/** A pattern as PostgreSQL's `like` has it. */
export const toLike = (pattern: string): string => pattern.replaceAll(/[\\%_]/g, "\\$&").replaceAll("*", "%");
