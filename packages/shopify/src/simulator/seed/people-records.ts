import type { SeededPick } from "@trunkline/core/simulator";
import type { Address } from "../records/common.js";
import type { Customer } from "../records/customers.js";
import { toHandle } from "../resolvers/fields.js";
import type { Store } from "../state.js";
import { firstNames, lastNames, streets, towns } from "./people.js";

/** A customer born at a time, with one address in most cases. */
export const seedCustomer = (store: Store, pick: SeededPick, at: number, index: number): Customer => {
  const firstName = pick.one(firstNames);
  const lastName = pick.one(lastNames);
  const subscribed = pick.chance(0.45);
  const customer: Customer = {
    ...store.mint("Customer"),
    createdAt: at,
    updatedAt: at,
    firstName,
    lastName,
    email: `${toHandle(firstName)}.${toHandle(lastName)}${index}@example.com`,
    // A range that no network gives to anybody.
    phone: pick.chance(0.3) ? `+49151550${String(10000 + index)}` : null,
    locale: "de",
    note: pick.chance(0.05) ? "Ruft gern vor der Lieferung an" : null,
    state: pick.chance(0.6) ? "ENABLED" : "DISABLED",
    tags: [...(pick.chance(0.12) ? ["stammkunde"] : []), ...(pick.chance(0.06) ? ["gastronomie"] : [])],
    taxExempt: false,
    taxExemptions: [],
    verifiedEmail: true,
    emailMarketing: {
      state: subscribed ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
      optInLevel: subscribed ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN",
      updatedAt: subscribed ? at : null,
    },
    smsMarketing: { state: "NOT_SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: null },
    addresses: pick.chance(0.95) ? [seedAddress(store, pick, firstName, lastName)] : [],
  };
  store.Customer.set(customer.id, customer);
  return customer;
};

const seedAddress = (store: Store, pick: SeededPick, firstName: string, lastName: string): Address => {
  const town = pick.weighted(towns, ({ countryCode }) => (countryCode === "DE" ? 8 : 3));
  return {
    __typename: "MailingAddress",
    id: store.mintId("MailingAddress"),
    firstName,
    lastName,
    company: null,
    address1: `${pick.one(streets)} ${pick.between(1, 120)}`,
    address2: null,
    phone: null,
    ...town,
  };
};
