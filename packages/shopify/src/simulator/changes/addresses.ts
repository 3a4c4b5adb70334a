import type { Address } from "../records/common.js";
import type { Store } from "../state.js";

/** An address as inputs give it. */
export interface AddressInput {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly company?: string | null;
  readonly address1?: string | null;
  readonly address2?: string | null;
  readonly city?: string | null;
  readonly province?: string | null;
  readonly provinceCode?: string | null;
  readonly country?: string | null;
  readonly countryCode?: string | null;
  readonly zip?: string | null;
  readonly phone?: string | null;
}

const countryNames = new Intl.DisplayNames(["en"], { type: "region" });

const countryOf = ({ countryCode, country }: AddressInput) => {
  if (countryCode) return { countryCode, country: countryNames.of(countryCode) ?? countryCode };
  return country
    ? {
        country,
        countryCode: country.length === 2 ? country.toUpperCase() : (codeByName[country.toLowerCase()] ?? null),
      }
    : {};
};
const codeByName: Readonly<Record<string, string>> = {
  germany: "DE",
  deutschland: "DE",
  austria: "AT",
  switzerland: "CH",
};

/** An address as it is kept. Nothing for none. */
export const toAddress = (store: Store, input: AddressInput | null | undefined): Address | null =>
  input
    ? {
        province: input.provinceCode ?? null,
        ...input,
        ...countryOf(input),
        __typename: "MailingAddress",
        id: store.mintId("MailingAddress"),
      }
    : null;
