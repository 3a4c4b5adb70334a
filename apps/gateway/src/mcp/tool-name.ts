import { createHash } from "node:crypto";

const maxLength = 64;

/**
 * Name of the tool that is an operation: `shopify.products.list` → `shopify_products_list`.
 * At most 64 of `[A-Za-z0-9_-]`; a longer id is cut and ends in six digits of its hash, so that names stay distinct and stable.
 */
export const toToolName = (operationId: string): string => {
  const name = operationId.replaceAll(".", "_");
  if (name.length <= maxLength) return name;
  const hash = createHash("sha256").update(operationId).digest("hex").slice(0, 6);
  return `${name.slice(0, maxLength - hash.length - 1)}_${hash}`;
};
