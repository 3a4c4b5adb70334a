import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { Account, AccountWire, toAccount } from "../schemas/accounts.js";
import { decodeData, rowsOf } from "../wire/envelope.js";
import { fiveMinutesMs, helpPage, scope } from "./facts.js";

/** Mailboxes of the login. */
export const listAccounts = defineOperation({
  id: "zoho-mail.accounts.list",
  summary: "List the mailboxes of the login with their addresses",
  description: "Mailboxes fetched from other providers are listed too; those of type ZOHO_ACCOUNT are Zoho's own.",
  docs: helpPage("get-all-users-accounts"),
  effect: "read",
  input: z.object({}),
  output: z.object({ accounts: z.array(Account) }),
  scopes: scope("accounts", "READ"),
  keywords: ["mailbox", "who am I", "aliases", "sender addresses", "storage"],
  examples: [{ title: "All mailboxes", input: {} }],
  request: () => ({ method: "GET", path: "/accounts" }),
  response: decodeData(rowsOf(AccountWire), (accounts) => ({ accounts: accounts.map(toAccount) })),
  quota: oneRequest,
  cache: { ttlMs: fiveMinutesMs },
});
