import { createPick, createSeededRandom } from "@trunkline/core/simulator";
import { readAddresses } from "./addresses.js";
import { addMessage, findByMailId } from "./messages.js";
import type { Message } from "./records.js";
import { nordlichtTee } from "./seed/company.js";
import { letter } from "./seed/html.js";
import { type ShopOrder, seedOrders } from "./seed/orders.js";
import { topics } from "./seed/topics.js";
import type { Store } from "./store.js";

/** A mail that arrives. What is left out is made up: a customer of the shop writes about an order. */
export interface ArrivingMail {
  /** `a@b.example` or `"Name" <a@b.example>`. */
  readonly from?: string;
  readonly subject?: string;
  /** HTML. */
  readonly content?: string;
  /** Id of the mail that it answers. */
  readonly answersId?: string;
  readonly attachments?: readonly { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }[];
}

/** Lets mail arrive. */
export interface Arrivals {
  /** @throws TypeError when `from` is no address or `answersId` names no mail. */
  receive(store: Store, mail: ArrivingMail): Message;
}

const youngOrders = 120;

/** Arrivals that the seed decides. */
export const createArrivals = (seed: number): Arrivals => {
  const pick = createPick(createSeededRandom(seed + 104_729));
  let orders: readonly ShopOrder[] | undefined;
  const invent = () => {
    orders ??= seedOrders(createSeededRandom(seed)).slice(-youngOrders);
    const order = pick.one(orders);
    const topic = pick.weighted(
      topics.filter(({ fits }) => fits(order)),
      ({ weight }) => weight,
    );
    const name = `${order.customer.firstName} ${order.customer.lastName}`;
    return {
      from: `"${name}" <${order.customer.email}>`,
      subject: topic.subject(order),
      content: letter("Moin", topic.question(order), name),
    };
  };
  return {
    receive: (store, mail) => {
      const { from, subject, content, answersId, attachments = [] } = { ...invent(), ...mail };
      const [sender] = readAddresses(from) ?? [];
      if (!sender) throw new TypeError(`from is no address: ${from}`);
      const parent = answersId === undefined ? undefined : store.messages.get(answersId);
      if (answersId !== undefined && !parent) throw new TypeError(`There is no mail ${answersId} to answer`);
      const known = parent && (findByMailId(store, parent.mailId) ?? parent);
      return addMessage(store, {
        folderId: store.folderId("Inbox"),
        from: sender,
        to: [{ email: nordlichtTee.email }],
        subject,
        content,
        attachments,
        receivedAt: store.clock.now(),
        ...(known && { inReplyTo: known.mailId, references: [...known.references, known.mailId] }),
      });
    },
  };
};
