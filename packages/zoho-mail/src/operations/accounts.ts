import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { Account, AccountWire, toAccount } from "../schemas/accounts.js";
import { idInput } from "../schemas/common.js";
import { decodeData } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { fiveMinutesMs, helpPage, scope } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";
import { listAccounts } from "./list-accounts.js";

/** One mailbox. */
export const getAccount = inMailbox(
  defineOperation({
    id: "zoho-mail.accounts.get",
    summary: "Get one mailbox with its addresses and storage",
    description: "Tells the addresses it may send from, how much storage is used and how much there is.",
    docs: helpPage("get-user-account-details"),
    effect: "read",
    input: z.object({ accountId: idInput("Account id; default the connection's own mailbox").optional() }),
    output: Account,
    scopes: scope("accounts", "READ"),
    keywords: ["mailbox", "who am I", "sender addresses", "storage", "profile", "full", "space left"],
    examples: [{ title: "The connection's mailbox", input: {} }],
    request: ({ accountId }, context) => ({
      method: "GET",
      path: accountId === undefined ? mailboxPath(context, "") : `/accounts/${accountId}`,
    }),
    response: decodeData(AccountWire, toAccount),
    quota: oneRequest,
    cache: { ttlMs: fiveMinutesMs },
  }),
);

/** Branch `accounts` of the tree. */
export const accounts = { list: listAccounts, get: getAccount };
