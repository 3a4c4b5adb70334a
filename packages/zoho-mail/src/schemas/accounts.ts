import { z } from "zod";
import { present } from "../wire/present.js";
import {
  optionalBoolean,
  optionalInstant,
  optionalNumber,
  optionalText,
  optionalWireId,
  wireId,
  wireText,
} from "../wire/scalars.js";
import { id, instant, openEnum } from "./common.js";

/** A mailbox of the login. */
export const Account = z.object({
  accountId: id("Account id; neither the user number nor the organization number"),
  type: openEnum(["ZOHO_ACCOUNT"], "Kind; mailboxes fetched from elsewhere have others"),
  displayName: z.string().optional(),
  primaryEmailAddress: z.string().optional(),
  emailAddresses: z.array(z.string()).describe("Every address of the mailbox, aliases too"),
  sendAddresses: z.array(z.string()).describe("Addresses that may stand in From"),
  isDefault: z.boolean().optional(),
  zuid: id("User number, which webhooks name").optional(),
  timeZone: z.string().optional().describe("e.g. Europe/Berlin"),
  usedStorageKb: z.number().optional().describe("As Zoho counts it"),
  allowedStorageKb: z.number().optional().describe("As Zoho counts it"),
  isEnabled: z.boolean().optional(),
  createdAt: instant("When the mailbox was made").optional(),
});
/** A mailbox of the login. */
export type Account = z.infer<typeof Account>;

const EmailWire = z.looseObject({ mailId: optionalText });
const SendWire = z.looseObject({ fromAddress: optionalText });
const rows = <T extends z.ZodType>(row: T) => z.array(row).nullish().catch(undefined);

/** A row of `GET /accounts`. */
export const AccountWire = z.looseObject({
  accountId: wireId,
  type: wireText,
  displayName: optionalText,
  primaryEmailAddress: optionalText,
  emailAddress: rows(EmailWire),
  sendMailDetails: rows(SendWire),
  isDefaultAccount: optionalBoolean,
  zuid: optionalWireId,
  timeZone: optionalText,
  usedStorage: optionalNumber,
  allowedStorage: optionalNumber,
  enabled: optionalBoolean,
  mailboxCreationTime: optionalInstant,
});

const texts = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values)].filter((value): value is string => value !== undefined);

/** Only what is named here leaves the connector: rows also hold server passwords in older samples. */
export const toAccount = (wire: z.output<typeof AccountWire>): Account => ({
  accountId: wire.accountId,
  type: wire.type,
  emailAddresses: texts([wire.primaryEmailAddress, ...(wire.emailAddress ?? []).map(({ mailId }) => mailId)]),
  sendAddresses: texts((wire.sendMailDetails ?? []).map(({ fromAddress }) => fromAddress)),
  ...present({
    displayName: wire.displayName,
    primaryEmailAddress: wire.primaryEmailAddress,
    isDefault: wire.isDefaultAccount,
    zuid: wire.zuid,
    timeZone: wire.timeZone,
    usedStorageKb: wire.usedStorage,
    allowedStorageKb: wire.allowedStorage,
    isEnabled: wire.enabled,
    createdAt: wire.mailboxCreationTime,
  }),
});
