import type { Call, Route } from "../call.js";
import { done } from "../replies.js";
import { sizeOf } from "../rows.js";
import { nordlichtTee } from "../seed/company.js";
import { mailboxIds, type Store } from "../store.js";

const area = "accounts";

/** The mailbox, and one that is fetched from elsewhere. */
export const accountRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/accounts",
    area,
    handle: ({ store, origin }) =>
      done([{ ...toAccount(store, origin), isDefaultAccount: true }, toExternalAccount(origin)]),
  },
  {
    method: "GET",
    path: "/accounts/:accountId",
    area,
    handle: ({ store, origin, ids }: Call) =>
      done(ids.accountId === mailboxIds.accountId ? toAccount(store, origin) : toExternalAccount(origin)),
  },
];

const { owner, email, aliases, name } = nordlichtTee;
const bornAt = Date.parse("2024-03-04T09:12:00Z");

const sendMailDetail = (fromAddress: string, index: number, signatureId: string | undefined) => ({
  sendMailId: String(BigInt(mailboxIds.sendMailId) + BigInt(index) * 200n),
  displayName: name,
  serverName: "smtpout.mail.zoho.com",
  ...(signatureId !== undefined && { signatureId }),
  serverPort: 25,
  userName: email,
  connectionType: "plain",
  mode: "mailbox",
  validated: false,
  fromAddress,
  smtpConnection: 0,
  validationRequired: true,
  validationState: 0,
  status: true,
});

/** Ways into the mailbox, and what the organization allows it. */
const access = {
  popBlocked: false,
  popAccessEnabled: false,
  popFetchTime: -1,
  imapBlocked: false,
  imapAccessEnabled: true,
  smtpStatus: true,
  outgoingBlocked: false,
  deliveryType: "MAILBOX",
  isDesignatedMailbox: false,
  planType: 1,
  userExpiry: -1,
  iamUserRole: "super_admin",
} as const;

const toAccount = (store: Store, origin: string) => {
  const [signatureId] = store.signatures.keys();
  let usedBytes = 0;
  for (const message of store.messages.values()) usedBytes += sizeOf(message);
  return {
    country: nordlichtTee.country,
    mxStatus: true,
    activeSyncEnabled: false,
    incomingBlocked: false,
    language: "de",
    type: "ZOHO_ACCOUNT",
    extraStorage: {},
    incomingUserName: email,
    emailAddress: [email, ...aliases].map((mailId, index) => ({
      isAlias: index > 0,
      isPrimary: index === 0,
      mailId,
      isConfirmed: true,
    })),
    mailboxStatus: "enabled",
    ...access,
    usedStorage: Math.ceil(usedBytes / 1024),
    spamcheckEnabled: true,
    timeZone: nordlichtTee.timezone,
    accountCreationTime: bornAt,
    zuid: mailboxIds.zuid,
    webBlocked: false,
    planStorage: 5,
    firstName: owner.firstName,
    accountId: mailboxIds.accountId,
    sequence: 1,
    mailboxAddress: email,
    lastPasswordReset: -1,
    tfaEnabled: true,
    iamStatus: 1,
    status: true,
    lastName: owner.lastName,
    accountDisplayName: name,
    role: "super_admin",
    gender: "NOT_SPECIFIED",
    accountName: "zohomail",
    displayName: name,
    isLogoExist: true,
    URI: `${origin}/api/accounts/${mailboxIds.accountId}`,
    primaryEmailAddress: email,
    enabled: true,
    mailboxCreationTime: bornAt + 60_000,
    lastClient: "WEB_ZM",
    allowedStorage: 5_242_880,
    sendMailDetails: [email, ...aliases].map((address, index) => sendMailDetail(address, index, signatureId)),
    policyId: { zoid: mailboxIds.zoid, "6203418000000081013": "Business Policy" },
  };
};

const toExternalAccount = (origin: string) => ({
  type: "IMAP_ACCOUNT",
  accountId: mailboxIds.externalAccountId,
  accountName: "markt",
  accountDisplayName: "Marktstand",
  displayName: "Marktstand",
  primaryEmailAddress: "teestand@example.net",
  incomingUserName: "teestand@example.net",
  incomingServer: "imap.example.net",
  emailAddress: [{ isAlias: false, isPrimary: true, mailId: "teestand@example.net", isConfirmed: true }],
  zuid: mailboxIds.zuid,
  sequence: 2,
  enabled: true,
  usedStorage: 0,
  allowedStorage: 0,
  timeZone: nordlichtTee.timezone,
  sendMailDetails: [],
  URI: `${origin}/api/accounts/${mailboxIds.externalAccountId}`,
});
