import {
  createLoopbackServer,
  type Simulator,
  type SimulatorOptions,
  type SimulatorRequest,
} from "@trunkline/core/simulator";
import type { DataCentreKey } from "../wire/data-centres.js";
import type { ArrivingMail } from "./arrivals.js";
import { createTwin, login } from "./create-twin.js";
import { replyOfFault } from "./faults.js";
import { mailboxIds } from "./store.js";
import type { AccessToken, TokenOptions } from "./tokens.js";
import type { Delivery } from "./webhook-delivery.js";
import type { Webhook, WebhookOptions } from "./webhook-sender.js";

/** How the mailbox is simulated. */
export interface ZohoMailSimulatorOptions extends SimulatorOptions {
  /** Where the mailbox is. Default `eu`. */
  readonly dataCentre?: DataCentreKey;
  /** Calls in any minute before the account is locked; the service has 30. Default: no limit. */
  readonly callsPerMinute?: number;
  /** How long a locked account stays so; the service does not tell. Milliseconds, default 60,000. */
  readonly lockMs?: number;
  /** Access tokens that a refresh token gives in ten minutes. Default 10. */
  readonly tokenLimit?: number;
  /** Signs webhooks that name no secret of their own. */
  readonly webhookSecret?: string;
  /** Waits before each repeat of a failed delivery, in milliseconds. Default 50, 200, 800. */
  readonly webhookRetryDelaysMs?: readonly number[];
}

/** What is known of a mail that arrived. */
export interface ArrivedMail {
  readonly messageId: string;
  readonly folderId: string;
  readonly threadId?: string;
}

/** A stateful twin of one mailbox and the accounts servers of every data centre. */
export interface ZohoMailSimulator extends Simulator {
  readonly accountId: string;
  /** Makes an access token, e.g. with fewer scopes. */
  issueToken(options?: TokenOptions): AccessToken;
  issueRefreshToken(options?: TokenOptions): string;
  /** A code as the console gives it by hand; nothing past ten in ten minutes. */
  issueGrantCode(options?: TokenOptions): string | undefined;
  /**
   * Makes a webhook, as people do by hand in the settings, and sends its handshake.
   * @throws TypeError for an address that is not on this machine.
   */
  addWebhook(options: WebhookOptions): Promise<Webhook>;
  /** Lets a mail arrive in the inbox, by default one of a customer, and tells webhooks. */
  receiveMail(mail?: ArrivingMail): ArrivedMail;
  /** Webhooks delivered or given up so far. */
  readonly deliveries: readonly Delivery[];
  /** Resolves when no delivery is under way. */
  webhooksSettled(): Promise<void>;
}

/** A mail has up to 40 MB. */
const maxBodyBytes = 48 * 1024 * 1024;

/** Starts the simulated mailbox of "Nordlicht Tee" on loopback. Its `config` logs in with a refresh token. */
export const createZohoMailSimulator = async (options: ZohoMailSimulatorOptions = {}): Promise<ZohoMailSimulator> => {
  const twin = createTwin(options);
  const { faults, tokens, sender } = twin;
  const server = await createLoopbackServer({
    port: options.port,
    faults,
    maxBodyBytes,
    operationOf,
    handle: twin.effects.handle,
    onUpstreamFault: (fault, request) => replyOfFault(fault, request, twin.effects),
  });
  return {
    connector: "zoho-mail",
    url: server.url,
    config: {
      dataCentre: twin.dataCentre,
      clientId: login.clientId,
      clientSecret: login.clientSecret,
      refreshToken: login.refreshToken,
      webhookSecrets: [twin.webhookSecret],
    },
    accountId: mailboxIds.accountId,
    faults,
    deliveries: sender.deliveries,
    issueToken: tokens.issue,
    issueRefreshToken: tokens.issueRefreshToken,
    issueGrantCode: tokens.issueCode,
    addWebhook: sender.add,
    sendWebhooksTo: async (url) => {
      for (const entity of ["mail", "task"] as const) await sender.add({ url, entity, isIntroduced: true });
    },
    receiveMail: (mail = {}) => {
      const { id, folderId, threadId } = twin.receive(mail);
      return { messageId: id, folderId, ...(threadId !== undefined && { threadId }) };
    },
    webhooksSettled: sender.settled,
    reset: twin.reset,
    close: async () => {
      sender.close();
      await server.close();
    },
  };
};

/** What a request does, for faults that match by it: the mode of an update, the action of an answer, or the token. */
const operationOf = (request: SimulatorRequest): string | undefined => {
  if (request.path.startsWith("/oauth/")) return "token";
  if (request.method !== "PUT" && request.method !== "POST") return undefined;
  if (request.path.endsWith("/attachments")) return "upload";
  const stated = /"(?:mode|action)"\s*:\s*"(\w+)"/.exec(request.text())?.[1];
  return stated ?? (request.path.endsWith("/messages") ? "send" : undefined);
};
