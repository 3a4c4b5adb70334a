import type { Item } from "../client.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { AnyOperation, OperationInput } from "../operation.js";
import type { VerifyingCall } from "./verification.js";

const maxPages = 20;

/**
 * Items of all pages of a list.
 * @throws ConnectorError also when there are more than 20 pages: what was not seen may be what is looked for
 */
export const readAll = async <Op extends AnyOperation>(
  call: VerifyingCall,
  operation: Op,
  input: OperationInput<Op>,
): Promise<readonly Item<Op>[]> => {
  const items: Item<Op>[] = [];
  let cursor: unknown;
  for (let page = 0; page < maxPages; page += 1) {
    const wanted = cursor === undefined ? input : { ...(input as object), cursor };
    const found = (await call.run(operation, wanted as OperationInput<Op>)) as Readonly<Record<string, unknown>>;
    items.push(...((found[operation.pagination?.items ?? ""] as readonly Item<Op>[] | undefined) ?? []));
    cursor = found.nextCursor;
    if (cursor === undefined) return items;
  }
  throw new ConnectorError("REJECTED", { message: `${operation.id} has more than ${maxPages} pages.` });
};
