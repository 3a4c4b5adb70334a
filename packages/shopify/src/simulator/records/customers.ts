import type { Address, StoredRecord } from "./common.js";

/** A customer. */
export interface Customer extends StoredRecord {
  readonly __typename: "Customer";
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  note: string | null;
  state: string;
  tags: string[];
  taxExempt: boolean;
  taxExemptions: string[];
  verifiedEmail: boolean;
  emailMarketing: { state: string; optInLevel: string | null; updatedAt: number | null };
  smsMarketing: { state: string; optInLevel: string | null; updatedAt: number | null };
  addresses: Address[];
}
