/** Two-decimal currencies only: the shop sells in EUR and CHF. Amounts are whole cents. */
export type Cents = number;

/** What a resolver gives for `MoneyV2`. */
interface MoneyV2 {
  readonly amount: string;
  readonly currencyCode: string;
}

/** What a resolver gives for `MoneyBag`. */
interface MoneyBag {
  readonly shopMoney: MoneyV2;
  readonly presentmentMoney: MoneyV2;
}

/** Currencies of an amount: the shop's and the one the customer saw, with its rate. */
export interface Currencies {
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly presentmentRate: number;
}

/** As GraphQL writes a Decimal: at least one digit after the point, no more than needed: `15.0`, `13.5`, `8.99`. */
const toDecimal = (cents: Cents): string => toFixed(cents).replace(/0$/, "");

/** As webhooks and variants write an amount: `15.00`. */
export const toFixed = (cents: Cents): string => {
  const absolute = Math.abs(Math.round(cents));
  const sign = cents < 0 ? "-" : "";
  return `${sign}${Math.trunc(absolute / 100)}.${String(absolute % 100).padStart(2, "0")}`;
};

/** Cents of a decimal text or number; nothing for what is no number. */
export const parseCents = (value: unknown): Cents | undefined => {
  const number =
    typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? Math.round(number * 100) : undefined;
};

/** An amount in one currency. */
export const toMoney = (cents: Cents, currencyCode: string): MoneyV2 => ({ amount: toDecimal(cents), currencyCode });

/** An amount in both currencies. */
export const toMoneyBag = (cents: Cents, { currency, presentmentCurrency, presentmentRate }: Currencies): MoneyBag => ({
  shopMoney: toMoney(cents, currency),
  presentmentMoney: toMoney(Math.round(cents * presentmentRate), presentmentCurrency),
});
