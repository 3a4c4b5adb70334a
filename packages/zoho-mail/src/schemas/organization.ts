import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalInstant, optionalNumber, optionalText, optionalWireId, wireId } from "../wire/scalars.js";
import { id, instant } from "./common.js";

/** The organization of the login. */
export const Organization = z.object({
  zoid: id("Organization number"),
  zaid: id("Its other number").optional(),
  name: z.string().optional(),
  primaryDomain: z.string().optional(),
  domains: z.array(z.string()),
  plan: z.string().optional(),
  planType: z.string().optional(),
  userCount: z.number().optional(),
  mailboxCount: z.number().optional(),
  licenseCount: z.number().optional(),
  groupCount: z.number().optional(),
  superAdmin: z.string().optional().describe("E-mail address"),
  createdAt: instant("When it was made").optional(),
});
/** The organization of the login. */
export type Organization = z.infer<typeof Organization>;

/** `GET /organization`; zoid is a number, zaid a text in the same object. */
export const OrganizationWire = z.looseObject({
  zoid: wireId,
  zaid: optionalWireId,
  orgName: optionalText,
  primaryDomainName: optionalText,
  domains: z.array(z.unknown()).nullish().catch(undefined),
  basePlan: optionalText,
  planType: optionalText,
  usersCount: optionalNumber,
  mailboxCount: optionalNumber,
  licenseCount: optionalNumber,
  groupCount: optionalNumber,
  superAdmin: optionalText,
  orgCreationTime: optionalInstant,
});

/** An organization as we promise it. */
export const toOrganization = (wire: z.output<typeof OrganizationWire>): Organization => ({
  zoid: wire.zoid,
  domains: (wire.domains ?? []).filter((domain): domain is string => typeof domain === "string"),
  ...present({
    zaid: wire.zaid,
    name: wire.orgName,
    primaryDomain: wire.primaryDomainName,
    plan: wire.basePlan,
    planType: wire.planType,
    userCount: wire.usersCount,
    mailboxCount: wire.mailboxCount,
    licenseCount: wire.licenseCount,
    groupCount: wire.groupCount,
    superAdmin: wire.superAdmin,
    createdAt: wire.orgCreationTime,
  }),
});
