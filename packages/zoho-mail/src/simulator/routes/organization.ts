import { type Call, numberParam, type Route } from "../call.js";
import { idPrefix } from "../ids.js";
import type { Member } from "../records.js";
import { done, missing } from "../replies.js";
import { nordlichtTee } from "../seed/company.js";
import { hexOf, mailboxIds } from "../store.js";

/** The organisation and its mailboxes, for administrators. Its pages count from 0. */
export const organizationRoutes: readonly Route[] = [
  { method: "GET", path: "/organization", area: "partner.organization", handle: get },
  { method: "GET", path: "/organization/:zoid", area: "partner.organization", handle: get },
  {
    method: "GET",
    path: "/organization/:zoid/accounts",
    area: "organization.accounts",
    params: ["start", "limit"],
    handle: accounts,
  },
];

const { domain, name, owner, email } = nordlichtTee;

/** Everybody with a mailbox. */
const members: readonly Member[] = (
  [
    ["Wiebke", "Janssen", email, "super_admin"],
    ["Hauke", "Janssen", `lager@${domain}`, "member"],
    ["Femke", "Oltmanns", `laden@${domain}`, "member"],
  ] as const
).map(([firstName, lastName, address, role], index) => ({
  accountId: index === 0 ? mailboxIds.accountId : `${idPrefix}${String(20_002 + index * 1000).padStart(6, "0")}`,
  zuid: mailboxIds.zuid + index * 17,
  email: address,
  firstName,
  lastName,
  role,
}));

const requireZoid = ({ ids }: Call): void => {
  if (ids.zoid !== undefined && ids.zoid !== String(mailboxIds.zoid)) throw missing("No such organization");
};

/** `zoid` is a number, `zaid` a text. */
function get(call: Call) {
  requireZoid(call);
  return done({
    mailboxCount: members.length,
    URI: `${call.origin}/api/organization/${mailboxIds.zoid}`,
    encryptedZoid: hexOf("zoid", 64),
    orgPolicyDetails: { [`${idPrefix}081013`]: "Business Policy" },
    spamVO: { spamProcessType: "complete" },
    superAdminLoginName: email,
    isMailHostingEnabled: true,
    licenseCount: 5,
    superAdminFullName: `${owner.firstName} ${owner.lastName}`,
    orgCreationTime: Date.parse("2024-03-04T09:00:00Z"),
    orgName: name,
    planType: "paid",
    isOfferAvailable: false,
    primaryDomainName: domain,
    zoid: mailboxIds.zoid,
    domains: [domain],
    usersCount: members.length,
    partnerOrgCount: 0,
    groupCount: 1,
    basePlan: "Mail Premium",
    zaid: mailboxIds.zaid,
    sharedGroupCount: 0,
    isDomainMarkingExist: false,
    superAdmin: email,
    isEmailConfirmed: true,
  });
}

/** A page of one row comes as that row alone, without a list around it. */
function accounts(call: Call) {
  requireZoid(call);
  const start = numberParam(call, "start", { fallback: 0, min: 0, max: 999_999 });
  const limit = numberParam(call, "limit", { fallback: 10, min: 1, max: 200 });
  const rows = members.slice(start, start + limit).map(toMemberRow);
  return done(limit === 1 && rows.length === 1 ? rows[0] : rows);
}

const toMemberRow = (member: Member) => ({
  accountId: member.accountId,
  zuid: member.zuid,
  type: "ZOHO_ACCOUNT",
  role: member.role,
  firstName: member.firstName,
  lastName: member.lastName,
  displayName: `${member.firstName} ${member.lastName}`,
  accountDisplayName: member.email,
  primaryEmailAddress: member.email,
  mailboxAddress: member.email,
  emailAddress: [{ isAlias: false, isPrimary: true, mailId: member.email, isConfirmed: true }],
  mailboxStatus: "enabled",
  enabled: true,
  iamStatus: 1,
  country: nordlichtTee.country,
  language: "de",
  timeZone: nordlichtTee.timezone,
  usedStorage: 0,
  allowedStorage: 5_242_880,
});
