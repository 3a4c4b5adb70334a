import { bingWmtSynonyms } from "./synonyms-bing-wmt.js";
import { everydaySynonyms } from "./synonyms-everyday.js";
import { ga4Synonyms } from "./synonyms-ga4.js";
import { gscSynonyms } from "./synonyms-gsc.js";
import { shopifySynonyms } from "./synonyms-shopify.js";
import { zohoMailSynonyms } from "./synonyms-zoho-mail.js";

/**
 * The words that operations use, each with what people say for it: words and phrases in any ending, parted by commas. All
 * that apply count. Data of a language, not of any operation.
 */
export type Synonyms = Readonly<Record<string, string>>;

/** Words that mean the same everywhere. */
export const synonyms: Synonyms = everydaySynonyms;

/** Words that mean something only in the language of one connector, by its id. */
export const domainSynonyms: Readonly<Record<string, Synonyms>> = {
  shopify: shopifySynonyms,
  "zoho-mail": zohoMailSynonyms,
  gsc: gscSynonyms,
  "bing-wmt": bingWmtSynonyms,
  ga4: ga4Synonyms,
};
