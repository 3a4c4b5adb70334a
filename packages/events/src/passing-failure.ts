import { classifyFailure } from "@trunkline/store";

/** Whether the database itself was in the way: it is away, restarting, full or read-only, or two transactions met. */
export const isDatabaseFailure = (error: unknown): boolean => classifyFailure(error) !== "bug";

/**
 * Whether the same try may succeed later without being changed, through no merit of its own. A statement or a transaction
 * that took too long is a failure of the database's as well, but it may take too long for ever: it has to spend a try.
 */
export const isPassingFailure = (error: unknown): boolean => isDatabaseFailure(error) && !isTooSlow(error);

const isTooSlow = (error: unknown): boolean =>
  ["57014", "25P03", "25P04"].includes(String((error as { code?: unknown }).code));
