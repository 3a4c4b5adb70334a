import { z } from "zod";
import { invalidInput } from "../schemas/common.js";

type Settings = Readonly<Record<string, unknown>>;

/**
 * `properties/123` of the input, or of the connection.
 * @throws ConnectorError `INVALID_INPUT` when neither names one.
 */
export const propertyName = ({ property }: { readonly property?: string | undefined }, settings: Settings): string => {
  const given = property ?? (typeof settings.propertyId === "string" ? settings.propertyId : undefined);
  if (given === undefined)
    throw invalidInput(
      "property",
      "Name a property; the connection has none of its own. ga4.admin.accountSummaries.list shows them",
    );
  return given.startsWith("properties/") ? given : `properties/${given}`;
};

/** `accounts/123` of `123` or `accounts/123`. */
export const accountName = (account: string): string =>
  account.startsWith("accounts/") ? account : `accounts/${account}`;

/** Input field of an account. */
export const accountInput = z
  .string()
  .regex(/^(?:accounts\/)?\d{1,20}$/, "Expected the numeric account id, e.g. 100200300")
  .describe("Numeric id of the account, e.g. 100200300");

/** Input field of something below a property, by its resource name. */
export const resourceInput = (collection: string) =>
  z
    .string()
    .regex(
      new RegExp(`^properties/\\d{1,20}/${collection}/[A-Za-z0-9_-]{1,64}$`),
      `Expected properties/…/${collection}/…`,
    )
    .describe(`Resource name: properties/{property}/${collection}/{id}`);
