import type { SeededPick } from "@trunkline/core/simulator";
import { addMessage } from "../messages.js";
import type { Address, Message } from "../records.js";
import type { Store } from "../store.js";
import { nordlichtTee } from "./company.js";
import { letter, quote } from "./html.js";
import type { ShopOrder } from "./orders.js";
import { type Topic, topics } from "./topics.js";

/** What seeding of mails stands on. */
export interface SeedContext {
  readonly store: Store;
  readonly pick: SeededPick;
  /** No mail is younger. Milliseconds. */
  readonly endsAt: number;
  /** Ids of the folders that people made, and of labels, by name. */
  readonly folders: Readonly<Record<"Kunden" | "Reklamationen" | "Lieferanten", string>>;
  readonly labels: Readonly<Record<"Reklamation" | "Rechnung" | "Lob", string>>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Older conversations were tidied away. */
const tidyAfterDays = 45;

/** The shop's own address in mails. */
export const shopAddress: Address = { email: nordlichtTee.email, name: nordlichtTee.name };

/** Mails of a customer about an order: a question, mostly an answer, sometimes thanks. */
export const seedConversation = (context: SeedContext, order: ShopOrder): void => {
  const { store, pick, endsAt } = context;
  const topic = pick.weighted(
    topics.filter(({ fits }) => fits(order)),
    ({ weight }) => weight,
  );
  const [least, most] = topic.afterDays;
  const askedAt = order.orderedAt + pick.between(least * 24 + 1, most * 24 + 6) * hourMs + pick.between(0, 3_599_999);
  if (askedAt > endsAt) return;
  const customer = addressOf(order);
  const question = addMessage(store, {
    folderId: folderFor(context, topic, askedAt),
    from: customer,
    to: [{ email: pick.chance(0.2) ? nordlichtTee.aliases[0] : nordlichtTee.email }],
    subject: topic.subject(order),
    content: letter("Moin", topic.question(order), `${order.customer.firstName} ${order.customer.lastName}`),
    receivedAt: askedAt,
    attachments: topic.enclosed?.(order) ?? [],
    labelIds: topic.label === undefined ? [] : [context.labels[topic.label]],
  });
  const answeredAt = askedAt + pick.between(1, 30) * hourMs + pick.between(0, 3_599_999);
  const isAnswered = pick.chance(0.85);
  const isThanked = pick.chance(0.3);
  question.isRead = askedAt < endsAt - 2 * dayMs || pick.chance(0.3);
  if (!isAnswered || answeredAt > endsAt) {
    if (pick.chance(0.4)) question.flag = pick.one(["important", "followup", "info"] as const);
    return;
  }
  const answer = answerTo(context, { question, topic, order, at: answeredAt });
  const thankedAt = answeredAt + pick.between(1, 20) * hourMs;
  if (isThanked && thankedAt <= endsAt) thankFor(context, { question, answer, at: thankedAt });
};

const addressOf = ({ customer }: ShopOrder): Address => ({
  email: customer.email,
  name: `${customer.firstName} ${customer.lastName}`,
});

const folderFor = ({ store, folders, endsAt, pick }: SeedContext, topic: Topic, at: number): string => {
  const isOld = at < endsAt - tidyAfterDays * dayMs;
  const isTidied = pick.chance(0.5);
  if (topic.label === "Reklamation" && isTidied) return folders.Reklamationen;
  if (!isOld) return store.folderId("Inbox");
  return isTidied ? store.folderId("Archive") : folders.Kunden;
};

interface Exchange {
  readonly question: Message;
  readonly at: number;
}

const answerTo = (
  { store }: SeedContext,
  { question, topic, order, at }: Exchange & { readonly topic: Topic; readonly order: ShopOrder },
): Message => {
  question.isRead = true;
  question.isReplied = true;
  const text = letter(`Moin ${order.customer.firstName}`, topic.answer(order), "Wiebke von Nordlicht Tee");
  return addMessage(store, {
    folderId: store.folderId("Sent"),
    from: shopAddress,
    to: [question.from],
    subject: `Re: ${question.subject}`,
    content: `${text}${quote(question.from, question.content)}`,
    receivedAt: at,
    isRead: true,
    isOwn: true,
    inReplyTo: question.mailId,
    references: [question.mailId],
    attachments: topic.enclosedInAnswer?.(order) ?? [],
  });
};

const thankFor = ({ store, endsAt }: SeedContext, { question, answer, at }: Exchange & { readonly answer: Message }) =>
  addMessage(store, {
    folderId: question.folderId,
    from: question.from,
    to: [{ email: nordlichtTee.email }],
    subject: answer.subject,
    content: `${letter("Moin Wiebke", ["perfekt, vielen Dank für die schnelle Antwort!"], question.from.name ?? "")}${quote(shopAddress, answer.content)}`,
    receivedAt: at,
    isRead: at < endsAt - dayMs,
    inReplyTo: answer.mailId,
    references: [question.mailId, answer.mailId],
  });
