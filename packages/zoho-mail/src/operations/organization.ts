import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { Account, AccountWire, toAccount } from "../schemas/accounts.js";
import { idInput } from "../schemas/common.js";
import { Organization, OrganizationWire, toOrganization } from "../schemas/organization.js";
import { decodeData, rowsOf } from "../wire/envelope.js";
import { pageInput, readCursor, writeCursor } from "../wire/paging.js";
import { fiveMinutesMs, helpPage, oneHourMs, scope } from "./facts.js";

/** Accounts of an organization count from 0. */
const firstAccount = 0;
/** The page size that is sure to be given: the largest one is not documented. */
const surePage = 10;

/** The organization. */
export const getOrganization = defineOperation({
  id: "zoho-mail.organization.get",
  summary: "Get the organization: domains, plan, numbers of users and mailboxes",
  description: "Needs an administrator's login.",
  docs: helpPage("get-org-details"),
  effect: "read",
  input: z.object({ zoid: idInput("Organization number; default the login's own").optional() }),
  output: Organization,
  scopes: scope("partner.organization", "READ"),
  keywords: ["company", "domains", "licences", "admin", "plan", "firm", "domain", "seats"],
  examples: [{ title: "The login's own", input: {} }],
  request: ({ zoid }) => ({ method: "GET", path: zoid === undefined ? "/organization" : `/organization/${zoid}` }),
  response: decodeData(OrganizationWire, toOrganization),
  quota: oneRequest,
  cache: { ttlMs: oneHourMs },
});

/** Mailboxes of the organization, page by page. */
export const listOrganizationAccounts = defineOperation({
  id: "zoho-mail.organization.accounts",
  summary: "List the mailboxes of an organization",
  description: "Needs an administrator's login.",
  docs: helpPage("get-org-users-details"),
  effect: "read",
  input: z.object({
    zoid: idInput("Organization number, from zoho-mail.organization.get"),
    ...pageInput(surePage, 100),
  }),
  output: z.object({ accounts: z.array(Account), nextCursor: z.string().optional() }),
  pagination: { items: "accounts" },
  scopes: scope("organization.accounts", "READ"),
  keywords: [
    "users",
    "employees",
    "staff",
    "admin",
    "members",
    "colleagues",
    "who has a mailbox",
    "people of the firm",
  ],
  examples: [{ title: "The first users", input: { zoid: "76001042" } }],
  request: ({ zoid, limit, cursor }) => ({
    method: "GET",
    path: `/organization/${zoid}/accounts`,
    query: { start: readCursor(cursor, firstAccount).at, limit },
  }),
  response: decodeData(
    rowsOf(AccountWire),
    (rows, { input }: { input: { limit: number; cursor?: string | undefined } }) => {
      // A page cut to the usual size must not look like the last one; a page more costs one request.
      const isLast = rows.length === 0 || rows.length < Math.min(input.limit, surePage);
      const next = readCursor(input.cursor, firstAccount).at + rows.length;
      return { accounts: rows.map(toAccount), ...(isLast ? {} : { nextCursor: writeCursor({ at: next }) }) };
    },
  ),
  quota: oneRequest,
  cache: { ttlMs: fiveMinutesMs },
});

/** Branch `organization` of the tree. */
export const organization = { get: getOrganization, accounts: listOrganizationAccounts };
