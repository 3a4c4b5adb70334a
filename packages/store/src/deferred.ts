import { sql } from "kysely";

/** What the text of a deferred statement begins with. */
export const deferredMark = "/* deferred */";

/**
 * At the beginning of a statement within a transaction: it is sent together with the next one, the commit included, and
 * prepared once per connection. It answers no rows at once; when it fails, the statement that it was sent with is not run
 * and rejects with its error. Parameters: text, numbers and nulls.
 */
export const deferred = sql.raw(deferredMark);
