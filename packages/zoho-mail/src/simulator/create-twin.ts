import { systemClock } from "@trunkline/core";
import { createFaultDial, createSeededRandom, type FaultDial } from "@trunkline/core/simulator";
import type { DataCentreKey } from "../wire/data-centres.js";
import { type ArrivingMail, createArrivals } from "./arrivals.js";
import { createMailbox, type Mailbox } from "./create-mailbox.js";
import type { ZohoMailSimulatorOptions } from "./create-simulator.js";
import type { FaultEffects } from "./faults.js";
import type { Message } from "./records.js";
import { createTokens, type Tokens } from "./tokens.js";
import { createWebhookSender, type WebhookSender } from "./webhook-sender.js";

/** Everything that is simulated, apart from the socket. */
export interface Twin {
  readonly dataCentre: DataCentreKey;
  readonly webhookSecret: string;
  readonly faults: FaultDial;
  readonly tokens: Tokens;
  readonly sender: WebhookSender;
  readonly effects: FaultEffects;
  /** Lets a mail arrive and tells webhooks. */
  receive(mail: ArrivingMail): Message;
  reset(): void;
}

/** The login that every simulator knows. */
export const login = {
  clientId: "1000.SIMULATORCLIENTID",
  clientSecret: "simulator-client-secret",
  refreshToken: "1000.51a01a7051a01a7051a01a7051a01a70.0f5e5ee50f5e5ee50f5e5ee50f5e5ee5",
  webhookSecret: "51a01a70-0000-4000-8000-7ea7ea7ea7ea",
};

/** A twin in its seeded state, its options completed. */
export const createTwin = (options: ZohoMailSimulatorOptions): Twin => {
  const { clock = systemClock, seed = 1, dataCentre = "eu", webhookSecret = login.webhookSecret } = options;
  const random = createSeededRandom(seed);
  const faults = createFaultDial({ random });
  const tokens = createTokens({ clock, dataCentre, limit: options.tokenLimit ?? 10 });
  const sender = createWebhookSender({
    store: () => mailbox.store,
    secret: webhookSecret,
    random,
    retryDelaysMs: options.webhookRetryDelaysMs ?? [50, 200, 800],
  });
  const open = (): Mailbox => {
    tokens.reset();
    tokens.issueRefreshToken({ token: login.refreshToken });
    const { callsPerMinute = Number.POSITIVE_INFINITY, lockMs = 60_000 } = options;
    const { announce } = sender;
    return createMailbox({ seed, clock, dataCentre, callsPerMinute, lockMs, tokens, client: login, announce });
  };
  let mailbox = open();
  let arrivals = createArrivals(seed);
  return {
    dataCentre,
    webhookSecret,
    faults,
    tokens,
    sender,
    effects: {
      handle: (request, disturbance) => mailbox.answer(request, disturbance),
      lockAccount: (ms) => mailbox.rateLimit.lock(ms),
      expireTokens: tokens.expireAll,
      disturbWebhooks: (how) => {
        sender.faults[how] = true;
      },
    },
    receive: (mail) => {
      const message = arrivals.receive(mailbox.store, mail);
      sender.announce({ kind: "mail", message });
      return message;
    },
    reset: () => {
      mailbox = open();
      arrivals = createArrivals(seed);
      faults.clear();
      sender.reset();
    },
  };
};
