import { z } from "zod";
import { idOf, present } from "./common.js";

/** A place that stocks or sells. */
export const Location = z.object({
  id: idOf("Location"),
  name: z.string(),
  isActive: z.boolean(),
  fulfillsOnlineOrders: z.boolean(),
  shipsInventory: z.boolean(),
  address: z.object({
    lines: z.array(z.string()).describe("As written on a letter"),
    city: z.string().optional(),
    zip: z.string().optional(),
    provinceCode: z.string().optional(),
    countryCode: z.string().optional(),
    phone: z.string().optional(),
  }),
});
/** A place that stocks or sells. */
export type Location = z.infer<typeof Location>;

/** `Location`. */
export const LocationWire = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  fulfillsOnlineOrders: z.boolean(),
  shipsInventory: z.boolean(),
  address: z.object({
    formatted: z.array(z.string()).nullish(),
    city: z.string().nullish(),
    zip: z.string().nullish(),
    provinceCode: z.string().nullish(),
    countryCode: z.string().nullish(),
    phone: z.string().nullish(),
  }),
});

/** Selection that {@link LocationWire} reads. */
export const locationFields =
  "id name isActive fulfillsOnlineOrders shipsInventory address { formatted city zip provinceCode countryCode phone }";

/** `Location` as we promise it. */
export const toLocation = ({ address, ...location }: z.output<typeof LocationWire>): Location => {
  const { formatted, city, zip, provinceCode, countryCode, phone } = address;
  return {
    ...location,
    address: { lines: formatted ?? [], ...present({ city, zip, provinceCode, countryCode, phone }) },
  };
};
