import type { Clock } from "@trunkline/core";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import type { DataCentreKey } from "../wire/data-centres.js";
import { answerAccounts, type ClientCredentials } from "./accounts-server.js";
import type { MailboxEvent } from "./call.js";
import { sendDue } from "./dispatch.js";
import { createRateLimit, type RateLimit } from "./rate-limit.js";
import { roleOfHost } from "./regions.js";
import { notFoundPage } from "./replies.js";
import { answerMail, type Disturbance } from "./router.js";
import { seedMailbox } from "./seed/seed.js";
import type { Store } from "./store.js";
import type { Tokens } from "./tokens.js";

/** One life of the simulated mailbox: from a reset to the next. */
export interface Mailbox {
  readonly store: Store;
  readonly rateLimit: RateLimit;
  answer(request: SimulatorRequest, disturbance?: Disturbance): Promise<SimulatorReply>;
}

/** What a mailbox is made of. */
export interface MailboxOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly dataCentre: DataCentreKey;
  readonly callsPerMinute: number;
  readonly lockMs: number;
  readonly tokens: Tokens;
  readonly client: ClientCredentials;
  announce(event: MailboxEvent): void;
}

/** A seeded mailbox that nobody has called yet. */
export const createMailbox = (options: MailboxOptions): Mailbox => {
  const { dataCentre, tokens, client, announce } = options;
  const store = seedMailbox(options);
  const rateLimit = createRateLimit(options);
  return {
    store,
    rateLimit,
    answer: async (request, disturbance) => {
      sendDue(store, announce);
      const role = roleOf(request, dataCentre);
      if (!role) return notFoundPage();
      return role.service === "accounts"
        ? answerAccounts(request, role.dataCentre, { client, tokens, home: dataCentre })
        : answerMail(request, role.dataCentre, { store, tokens, rateLimit, announce }, disturbance);
    },
  };
};

/** Whoever calls the simulator without naming a host means the mailbox's own data centre. */
const roleOf = ({ headers, path }: SimulatorRequest, dataCentre: DataCentreKey) => {
  const host = headers["x-forwarded-host"];
  if (host !== undefined) return roleOfHost(host);
  return { service: path.startsWith("/oauth/") ? ("accounts" as const) : ("mail" as const), dataCentre };
};
