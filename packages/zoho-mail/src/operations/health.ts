import { type ComposedCall, defineComposedOperation, defineOperation, isConnectorError } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { AccountWire } from "../schemas/accounts.js";
import { FolderWire } from "../schemas/folders.js";
import { decodeData, rowsOf } from "../wire/envelope.js";
import { mailboxOf, mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { helpPage, scope } from "./facts.js";

const Health = z.object({
  dataCentre: z.string().describe("Where the account lives"),
  accountId: z.string().optional().describe("Mailbox of the connection, where it is known"),
  mailboxes: z.number().optional().describe("Mailboxes of the login; absent without the scope to list them"),
});

const factsOf = (settings: Readonly<Record<string, unknown>>) => ({
  dataCentre: String(settings.dataCentre),
  ...present({ accountId: mailboxOf(settings).accountId }),
});

const facts = {
  summary: "Check that Zoho Mail answers and accepts the login",
  description: "A wrong data centre shows as a refused login.",
  docs: helpPage("get-all-users-accounts"),
  effect: "read",
  input: z.object({}),
  output: Health,
  scopes: scope("accounts", "READ"),
  keywords: ["ping", "status", "login", "probe"],
  examples: [{ title: "Check", input: {} }],
} as const;

/** Asks for the mailboxes, never from a cache. */
const askAccounts = defineOperation({
  ...facts,
  id: "zoho-mail.health.check.exchange",
  request: () => ({ method: "GET", path: "/accounts" }),
  response: decodeData(rowsOf(AccountWire), (rows, { settings }) => ({
    ...factsOf(settings),
    mailboxes: rows.length,
  })),
  quota: oneRequest,
});

/** Asks for the folders of a mailbox that is configured. */
const askFolders = defineOperation({
  ...facts,
  id: "zoho-mail.health.check.folders",
  scopes: scope("folders", "READ"),
  request: (_, context) => ({ method: "GET", path: mailboxPath(context, "/folders") }),
  response: decodeData(rowsOf(FolderWire), (_, { settings }) => factsOf(settings)),
  quota: oneRequest,
});

const check = async (call: ComposedCall): Promise<z.output<typeof Health>> => {
  try {
    return await call.run(askAccounts, {});
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "UPSTREAM_FORBIDDEN" || !mailboxOf(call.settings).isConfigured)
      throw error;
    const answer = await call.run(askFolders, {});
    call.warn({
      code: "SCOPE_MISSING",
      message: "The login may not list mailboxes (ZohoMail.accounts.READ), so the configured one is used unchecked.",
    });
    return answer;
  }
};

/** A cheap read that proves host, login and scopes; without the scope for mailboxes it tries the configured one's folders. */
export const checkHealth = Object.freeze({
  ...defineComposedOperation({ ...facts, id: "zoho-mail.health.check", run: check }),
  /** What goes over the wire first. */
  exchange: askAccounts,
});

/** Branch `health` of the tree. */
export const health = { check: checkHealth };
