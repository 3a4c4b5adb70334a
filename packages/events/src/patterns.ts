/** A pattern with `*` for anything, as PostgreSQL's `like` has it. */
export const toLike = (pattern: string): string => pattern.replaceAll(/[\\%_]/g, "\\$&").replaceAll("*", "%");
