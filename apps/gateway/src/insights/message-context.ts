import { type Clock, type ComposedCall, defineComposedOperation, type OperationOutput } from "@trunkline/core";
import { shopify } from "@trunkline/shopify";
import { zohoMail } from "@trunkline/zoho-mail";
import { z } from "zod";
import { insightsDocs } from "./docs-link.js";
import { warnOldOrders } from "./shop-orders.js";
import { connectionsInput, onConnections } from "./source-connections.js";
import { createSources, insightDeadlineMs, missingOutput } from "./sources.js";

const { customers, orders, fulfillmentOrders } = shopify.operations;
const getMessage = zohoMail.operations.messages.get;

type Order = OperationOutput<typeof orders.list>["orders"][number];

const digits = z.string().regex(/^\d{1,20}$/, "Expected the digits of an id, as text");

const OrderOutput = z.object({
  id: z.string(),
  name: z.string(),
  placedAt: z.string(),
  financialStatus: z.string().optional(),
  fulfillmentStatus: z.string(),
  cancelledAt: z.string().optional(),
  total: z.number(),
  currency: z.string(),
  isMentioned: z.boolean().describe("Its number stands in the mail's subject or first words"),
  toShip: z
    .array(
      z.object({ location: z.string(), status: z.string(), items: z.array(z.string()), holds: z.array(z.string()) }),
    )
    .describe("What remains to be shipped; looked up for the newest open orders only"),
});

/** Open orders whose fulfilment is looked up: one call each. */
const maxOpenOrders = 5;

/** A mail with what the shop knows of its sender. */
export const messageContext = (clock: Clock) =>
  defineComposedOperation({
    id: "insights.messages.context",
    summary: "Get a mail together with its sender's customer record, orders and open fulfilment in the shop",
    description: "The customer is found by the sender's e-mail address, which anyone can forge: check before you act.",
    docs: insightsDocs,
    effect: "read",
    uses: [getMessage.id, customers.list.id, orders.list.id, fulfillmentOrders.list.id],
    input: z.object({
      folderId: digits.describe("Folder that the mail lies in"),
      messageId: digits.describe("Message id"),
      senderEmail: z.email().optional().describe("Sender, where known: then the shop is asked even if the mail fails"),
      ...connectionsInput("zoho-mail", "shopify"),
      orderLimit: z.number().int().min(1).max(50).default(10).describe("Newest orders told"),
    }),
    output: z.object({
      message: z
        .object({
          subject: z.string(),
          summary: z.string(),
          from: z.object({ email: z.string(), name: z.string().optional() }).optional(),
          receivedAt: z.string(),
          isReplied: z.boolean(),
        })
        .optional(),
      senderEmail: z.string().optional(),
      customer: z
        .object({
          id: z.string(),
          displayName: z.string(),
          orderCount: z.number(),
          amountSpent: z.number(),
          currency: z.string(),
          tags: z.array(z.string()),
        })
        .optional()
        .describe("Absent: nobody in the shop has this address"),
      orders: z.array(OrderOutput).describe("Newest first"),
      ...missingOutput,
    }),
    keywords: [
      "customer service",
      "support",
      "email",
      "who is",
      "sender",
      "order status",
      "ticket",
      "where is my order",
    ],
    examples: [
      {
        title: "Who wrote this, and what did they order?",
        input: { folderId: "5820114000000008008", messageId: "1784100000000100001" },
      },
    ],
    deadlineMs: insightDeadlineMs,
    run: async (outer, { folderId, messageId, senderEmail, orderLimit, connections }) => {
      const call = onConnections(outer, connections);
      const sources = createSources(call);
      const message = await sources.ask("zoho-mail", () => call.run(getMessage, { folderId, messageId }));
      const email = (senderEmail ?? message?.from?.email)?.toLowerCase();
      const words = `${message?.subject ?? ""} ${message?.summary ?? ""}`;
      const shop = email?.includes("@")
        ? await sources.ask("shopify", () => readCustomer(call, { email, orderLimit, words }))
        : undefined;
      if (shop) warnOldOrders(call, clock.now());
      return {
        ...(message && { message: toMessage(message) }),
        ...(email !== undefined && { senderEmail: email }),
        ...(shop?.customer && { customer: shop.customer }),
        orders: shop?.orders ?? [],
        missing: [...sources.missing()],
      };
    },
  });

const toMessage = ({ subject, summary, from, receivedAt, isReplied }: OperationOutput<typeof getMessage>) => ({
  subject,
  summary,
  ...(from && { from }),
  receivedAt,
  isReplied,
});

interface Asked {
  readonly email: string;
  readonly orderLimit: number;
  readonly words: string;
}

/** The shop's index finds parts of words, too: only the very address counts. Guests have orders but no record. */
const readCustomer = async (call: ComposedCall, { email, orderLimit, words }: Asked) => {
  const query = `email:"${email.replaceAll(/["\\]/g, "")}"`;
  const [people, bought] = await Promise.all([
    call.run(customers.list, { query, limit: 10 }),
    call.run(orders.list, { query, limit: orderLimit }),
  ]);
  const person = people.customers.find((one) => one.email?.toLowerCase() === email);
  const own = bought.orders.filter((order) => order.email?.toLowerCase() === email || isOf(order, person?.id));
  const open = own.filter(isOpen).slice(0, maxOpenOrders);
  const toShip = new Map(await Promise.all(open.map(async ({ id }) => [id, await readToShip(call, id)] as const)));
  return {
    ...(person && {
      customer: {
        id: person.id,
        displayName: person.displayName,
        orderCount: person.orderCount,
        amountSpent: Number(person.amountSpent.amount),
        currency: person.amountSpent.currencyCode,
        tags: person.tags,
      },
    }),
    orders: own.map((order) => toOrder(order, words, toShip.get(order.id) ?? [])),
  };
};

const isOf = ({ customer }: Order, id: string | undefined): boolean => id !== undefined && customer?.id === id;

const isOpen = ({ cancelledAt, fulfillmentStatus }: Order): boolean =>
  cancelledAt === undefined && fulfillmentStatus !== "FULFILLED";

const readToShip = async (call: ComposedCall, orderId: string) => {
  const answer = await call.run(fulfillmentOrders.list, { orderId });
  return answer.fulfillmentOrders.map(({ locationName: location, status, lineItems, holds }) => ({
    location,
    status,
    items: lineItems
      .filter(({ remainingQuantity }) => remainingQuantity > 0)
      .map(
        ({ remainingQuantity, title, variantTitle }) =>
          `${remainingQuantity} × ${[title, variantTitle].filter(Boolean).join(", ")}`,
      ),
    holds: holds.map(({ reason }) => reason),
  }));
};

const toOrder = (order: Order, words: string, toShip: Awaited<ReturnType<typeof readToShip>>) => ({
  id: order.id,
  name: order.name,
  placedAt: order.processedAt,
  ...(order.financialStatus !== undefined && { financialStatus: order.financialStatus }),
  fulfillmentStatus: order.fulfillmentStatus,
  ...(order.cancelledAt !== undefined && { cancelledAt: order.cancelledAt }),
  total: Number(order.total.amount),
  currency: order.total.currencyCode,
  isMentioned: mentions(words, order.name),
  toShip,
});

/** Whether a text names an order by its number: as the shop writes it, or its digits alone. */
export const mentions = (text: string, orderName: string): boolean => {
  const number = orderName.replace(/\D/g, "");
  return number.length >= 3 && new RegExp(`(?<!\\d)${number}(?!\\d)`).test(text);
};
