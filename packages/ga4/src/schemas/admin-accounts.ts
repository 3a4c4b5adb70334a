import { z } from "zod";
import { enumWord, flag, listOf, present, text } from "./common.js";

/** An account as upstream sends it. */
export const AccountWire = z.object({
  name: z.string(),
  displayName: text,
  regionCode: text,
  createTime: text,
  updateTime: text,
  deleted: flag,
});

/** An account: what properties belong to. */
export const Account = z.object({
  name: z.string().describe("Resource name: accounts/…"),
  title: z.string().optional(),
  regionCode: z.string().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  deleted: z.boolean().describe("In the trash"),
});
/** An account. */
export type Account = z.infer<typeof Account>;

/** `Account`. */
export const toAccount = (wire: z.infer<typeof AccountWire>): Account => ({
  name: wire.name,
  deleted: wire.deleted ?? false,
  ...present({
    title: wire.displayName,
    regionCode: wire.regionCode,
    createdAt: wire.createTime,
    updatedAt: wire.updateTime,
  }),
});

/** An account with its properties, in short, as upstream sends it. */
export const AccountSummaryWire = z.object({
  account: z.string(),
  displayName: text,
  propertySummaries: listOf(
    z.object({ property: z.string(), displayName: text, propertyType: text, parent: text, canEdit: flag }),
  ),
});

/** An account with its properties, in short. */
export const AccountSummary = z.object({
  account: z.string().describe("Resource name: accounts/…"),
  title: z.string().optional(),
  properties: z.array(
    z.object({
      property: z.string().describe("Resource name: properties/…"),
      title: z.string().optional(),
      type: z.string().optional().describe("ORDINARY, SUBPROPERTY or ROLLUP"),
      parent: z.string().optional(),
      canEdit: z.boolean().optional(),
    }),
  ),
});
/** An account with its properties, in short. */
export type AccountSummary = z.infer<typeof AccountSummary>;

/** `AccountSummary`. An account without properties has no list of them. */
export const toAccountSummary = (wire: z.infer<typeof AccountSummaryWire>): AccountSummary => ({
  account: wire.account,
  ...present({ title: wire.displayName }),
  properties: (wire.propertySummaries ?? []).map(({ property, displayName, propertyType, parent, canEdit }) => ({
    property,
    ...present({ title: displayName, type: enumWord(propertyType, "PROPERTY_TYPE_"), parent, canEdit }),
  })),
});
