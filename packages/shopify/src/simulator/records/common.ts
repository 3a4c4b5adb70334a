/** What every stored thing has. Times are milliseconds since the epoch. */
export interface StoredRecord {
  readonly __typename: string;
  readonly id: string;
  /** Order of creation; grows like the id. */
  readonly seq: number;
  readonly createdAt: number;
  updatedAt: number;
}

/** A postal address as stored. */
export interface Address {
  readonly __typename: "MailingAddress";
  readonly id: string;
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  province?: string | null;
  provinceCode?: string | null;
  country?: string | null;
  countryCode?: string | null;
  zip?: string | null;
  phone?: string | null;
}

/** A named value on an order or line. */
export interface Attribute {
  readonly key: string;
  readonly value: string | null;
}
