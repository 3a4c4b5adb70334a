import { z } from "zod";
import { pageUrl } from "../schemas/common.js";
import { indexNowKey } from "../wire/indexnow.js";

/** The key of a host and where its file lies. */
export const keyInput = {
  key: z
    .string()
    .regex(indexNowKey, "Expected 8 to 128 letters, digits and dashes")
    .describe("The host's IndexNow key, 8 to 128 letters, digits and dashes"),
  keyLocation: pageUrl
    .optional()
    .describe("Address of the key file, where it is not /{key}.txt; the key then covers only its folder and below"),
};
