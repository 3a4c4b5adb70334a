import type { Clock } from "@trunkline/core";
import { createPick, createSeededRandom } from "@trunkline/core/simulator";
import type { DataCentreKey } from "../../wire/data-centres.js";
import { createStore, type Store } from "../store.js";
import { nordlichtTee } from "./company.js";
import { type SeedContext, seedConversation } from "./conversations.js";
import { seedFolders, seedLabels, seedSignatures, seedTasksAndNotes } from "./extras.js";
import { seedOrders } from "./orders.js";
import { seedOtherMail } from "./other-mail.js";

/** How a mailbox is seeded. */
export interface SeedOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly dataCentre: DataCentreKey;
}

/** Share of orders that somebody writes about. */
const mailShare = 0.5;

/** The mailbox of Nordlicht Tee with the mail of half a year; the same seed gives the same mailbox. */
export const seedMailbox = ({ seed, clock, dataCentre }: SeedOptions): Store => {
  const store = createStore(clock, dataCentre);
  const endsAt = Date.parse(`${nordlichtTee.historyEnd}T20:00:00Z`);
  const since = Date.parse(`${nordlichtTee.mailStart}T00:00:00Z`);
  const orders = seedOrders(createSeededRandom(seed)).filter(({ orderedAt }) => orderedAt >= since);
  // A source of its own: what the mailbox draws must not move what the shop draws.
  const pick = createPick(createSeededRandom(seed + 7_919));
  const context: SeedContext = { store, pick, endsAt, folders: seedFolders(store), labels: seedLabels(store) };
  for (const order of orders) if (pick.chance(mailShare)) seedConversation(context, order);
  seedOtherMail(context, orders);
  seedSignatures(store);
  seedTasksAndNotes(store, endsAt);
  return store;
};
