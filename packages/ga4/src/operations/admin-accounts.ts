import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead } from "../quotas.js";
import {
  Account,
  AccountSummary,
  AccountSummaryWire,
  AccountWire,
  toAccount,
  toAccountSummary,
} from "../schemas/admin-accounts.js";
import { nextCursor, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { accountInput, accountName } from "../wire/names.js";
import { decodeList } from "./admin-list.js";
import { adminCacheMs } from "./report-facts.js";

const scopes = [[readScope, editScope]];

/** The cheapest way to find properties. */
export const listAccountSummaries = defineOperation({
  id: "ga4.admin.accountSummaries.list",
  summary: "List all accounts and properties that the login sees, in short",
  description: "Begin here when the property's id is not known.",
  docs: adminDocs("accountSummaries/list"),
  effect: "read",
  input: z.object(tokenPageInput),
  output: z.object({ accountSummaries: z.array(AccountSummary), nextCursor }),
  pagination: { items: "accountSummaries" },
  scopes,
  keywords: ["properties", "websites", "overview", "which property", "property id"],
  examples: [{ title: "Which properties are there?", input: {} }],
  request: (input) => ({ method: "GET", path: adminUrl("accountSummaries"), query: tokenPage(input) }),
  response: decodeList("accountSummaries", AccountSummaryWire, toAccountSummary),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** Accounts. */
export const listAccounts = defineOperation({
  id: "ga4.admin.accounts.list",
  summary: "List the accounts that the login sees",
  docs: adminDocs("accounts/list"),
  effect: "read",
  input: z.object({ ...tokenPageInput, showDeleted: z.boolean().default(false).describe("Those in the trash, too") }),
  output: z.object({ accounts: z.array(Account), nextCursor }),
  pagination: { items: "accounts" },
  scopes,
  keywords: ["organisations", "clients"],
  examples: [{ title: "All accounts", input: {} }],
  request: (input) => ({
    method: "GET",
    path: adminUrl("accounts"),
    query: { ...tokenPage(input), showDeleted: input.showDeleted || undefined },
  }),
  response: decodeList("accounts", AccountWire, toAccount),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** One account. */
export const getAccount = defineOperation({
  id: "ga4.admin.accounts.get",
  summary: "Get one account",
  docs: adminDocs("accounts/get"),
  effect: "read",
  input: z.object({ account: accountInput }),
  output: Account,
  scopes,
  keywords: ["organisation", "details"],
  examples: [{ title: "One account", input: { account: "100200300" } }],
  request: ({ account }) => ({ method: "GET", path: adminUrl(accountName(account)) }),
  response: decode(AccountWire, toAccount),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});
