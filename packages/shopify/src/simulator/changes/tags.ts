import { accessDenied } from "../access.js";
import type { Context } from "../context.js";
import { parseGid } from "../gid.js";
import { type Fields, normalizeTags, userError } from "../resolvers/fields.js";
import { touch } from "../state.js";
import { customerBody, productBody } from "../webhook-bodies.js";
import { draftOrderBody } from "../webhook-draft-bodies.js";
import { orderBody } from "../webhook-order-bodies.js";

const kinds = { Product: "Product", Customer: "Customer", Order: "Order", DraftOrder: "Draft order" } as const;
const scopes: Readonly<Record<keyof typeof kinds, string>> = {
  Product: "write_products",
  Customer: "write_customers",
  Order: "write_orders",
  DraftOrder: "write_draft_orders",
};
const isTagged = (type: string): type is keyof typeof kinds => Object.hasOwn(kinds, type);

const changeTags =
  (name: string, change: (own: readonly string[], given: readonly string[]) => readonly string[]) =>
  (_: unknown, { id, tags }: { id: string; tags: readonly string[] }, context: Context) => {
    const { store } = context;
    const type = parseGid(id)?.type ?? "";
    if (!isTagged(type)) return { node: null, userErrors: [userError(["id"], "The resource does not have tags")] };
    if (!context.scopes.has(scopes[type])) throw accessDenied(name, [scopes[type]]);
    const owner = store[type].get(id);
    if (!owner) return { node: null, userErrors: [userError(["id"], `${kinds[type]} does not exist`)] };
    if (tags.some((tag) => tag.length > 255))
      return { node: owner, userErrors: [userError(["tags"], "Tags is too long (maximum is 255 characters)")] };
    const changed = normalizeTags(change(owner.tags, normalizeTags(tags)));
    if (changed.join(",") !== owner.tags.join(",")) {
      owner.tags = changed;
      touch(store, owner);
      announce(context, id);
    }
    return { node: owner, userErrors: [] };
  };

const announce = ({ store, emit }: Context, id: string): void => {
  const [product, customer, order, draft] = [
    store.Product.get(id),
    store.Customer.get(id),
    store.Order.get(id),
    store.DraftOrder.get(id),
  ];
  if (product) emit({ topic: "PRODUCTS_UPDATE", body: () => productBody(store, product) });
  if (customer) emit({ topic: "CUSTOMERS_UPDATE", body: () => customerBody(store, customer) });
  if (order) emit({ topic: "ORDERS_UPDATED", body: () => orderBody(store, order) });
  if (draft) emit({ topic: "DRAFT_ORDERS_UPDATE", body: () => draftOrderBody(draft) });
};

/** Adds and removes tags of products, customers, orders and drafts. */
export const tagChanges = {
  tagsAdd: changeTags("tagsAdd", (own, given) => [...own, ...given]),
  tagsRemove: changeTags("tagsRemove", (own, given) =>
    own.filter((tag) => !given.some((each) => each.toLowerCase() === tag.toLowerCase())),
  ),
} as Fields<unknown>;
