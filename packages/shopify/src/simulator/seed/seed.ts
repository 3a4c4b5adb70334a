import type { Clock } from "@trunkline/core";
import { createPick, createSeededRandom } from "@trunkline/core/simulator";
import { createStore, type Store } from "../state.js";
import { seedCatalog } from "./catalog.js";
import { nordlichtTee } from "./company.js";
import { seedExtras } from "./extras.js";
import { seedHistory } from "./history.js";

/** The shop with its whole history; the same seed gives the same shop. Afterwards it lives by the clock given. */
export const seedShop = (seed: number, clock: Clock): Store => {
  let past: number | undefined = Date.parse(`${nordlichtTee.historyStart}T06:00:00Z`);
  const setNow = (at: number) => {
    past = at;
  };
  const store = createStore({ ...clock, now: () => past ?? clock.now() });
  const pick = createPick(createSeededRandom(seed));
  const catalog = seedCatalog(store, pick);
  seedHistory(store, pick, catalog, setNow);
  setNow(Date.parse(`${nordlichtTee.historyEnd}T20:00:00Z`));
  seedExtras(store, pick, catalog);
  past = undefined;
  return store;
};
