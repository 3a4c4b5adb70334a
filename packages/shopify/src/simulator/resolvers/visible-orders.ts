import type { Context } from "../context.js";
import type { Order } from "../records/orders.js";

const recentMs = 60 * 86_400_000;

/** Orders older than 60 days are absent without `read_all_orders`. */
const isVisible = ({ store, scopes }: Context, { processedAt }: Order): boolean =>
  scopes.has("read_all_orders") || processedAt >= store.clock.now() - recentMs;

/** Orders that the token may see, oldest first. */
export const ordersOf = (context: Context) =>
  [...context.store.Order.values()].filter((order) => isVisible(context, order));

/** An order, unless the token may not see it. */
export const findOrder = (context: Context, id: string): Order | undefined => {
  const order = context.store.Order.get(id);
  return order && isVisible(context, order) ? order : undefined;
};
