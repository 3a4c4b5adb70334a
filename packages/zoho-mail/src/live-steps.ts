import { defineLiveCheck, type LiveStep } from "@trunkline/core";
import { operations } from "./operations/index.js";
import { mailboxOf } from "./wire/mailbox.js";

/** From nothing to a mailbox that answers. */
export const liveSteps: readonly LiveStep[] = [
  {
    id: "credentials",
    title: "One login is complete",
    needs: ["ZOHO_MAIL_CLIENT_ID", "ZOHO_MAIL_CLIENT_SECRET", "ZOHO_MAIL_REFRESH_TOKEN", "ZOHO_MAIL_ACCESS_TOKEN"],
    help: "Make a Self Client in the API console of your data centre and exchange its code for a refresh token.",
    check: { kind: "variables" },
  },
  {
    id: "login",
    title: "Zoho accepts the login in this data centre",
    needs: "previous",
    help: "Check client id and secret, and set ZOHO_MAIL_DATA_CENTRE to where the account lives: elsewhere tokens are refused like dead ones.",
    check: defineLiveCheck({
      kind: "login",
      operation: operations.health.check,
      read: ({ dataCentre }) => ({ ok: true, says: `data centre ${dataCentre}` }),
    }),
  },
  {
    id: "mailbox",
    title: "The mailbox is found",
    needs: "previous",
    help: "Grant ZohoMail.accounts.READ; set ZOHO_MAIL_ACCOUNT_ID to one of the ids listed, or leave it out.",
    check: defineLiveCheck({
      kind: "resource",
      operation: operations.accounts.list,
      read: ({ accounts }, { settings }) => {
        const mailbox = mailboxOf(settings);
        const configured = mailbox.isConfigured ? mailbox.accountId : undefined;
        const found =
          configured === undefined
            ? (accounts.find(({ isDefault }) => isDefault) ?? accounts[0])
            : accounts.find(({ accountId }) => accountId === configured);
        if (found) return { ok: true, says: found.primaryEmailAddress ?? found.accountId, found: found.accountId };
        const ids = accounts.map(({ accountId }) => accountId).join(", ");
        return {
          ok: false,
          says: accounts.length === 0 ? "the login has no mailbox" : `${configured} is not one of ${ids}`,
        };
      },
    }),
  },
  {
    id: "folders",
    title: "Folders can be read",
    needs: "previous",
    help: "Connect again with ZohoMail.folders.READ among the scopes.",
    check: defineLiveCheck({
      kind: "scopes",
      operation: operations.folders.list,
      read: ({ folders }) => {
        const inbox = folders.find(({ path }) => path === "/Inbox") ?? folders[0];
        return { ok: inbox !== undefined, says: inbox ? inbox.path : "there is no folder", found: inbox?.folderId };
      },
    }),
  },
  {
    id: "messages",
    title: "Mails can be read",
    needs: "previous",
    help: "Connect again with ZohoMail.messages.READ among the scopes.",
    check: defineLiveCheck({
      kind: "probe",
      operation: operations.messages.list,
      input: ({ found = "" }) => ({ folderId: found, limit: 1 }),
      read: ({ messages }) => ({ ok: true, says: messages.length > 0 ? "answered" : "answered, the folder is empty" }),
    }),
  },
];
