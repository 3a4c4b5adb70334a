import type { Reply, Warning } from "@trunkline/core";

/** What the headers of a successful reply tell: another version than the one asked for, and use of deprecated fields. */
export const headerWarnings = (
  { headers }: Pick<Reply, "headers">,
  { apiVersion }: { readonly apiVersion: string },
): readonly Warning[] => {
  const served = headers["x-shopify-api-version"];
  const deprecated = headers["x-shopify-api-deprecated-reason"];
  if (served === undefined && deprecated === undefined) return [];
  const warnings: Warning[] = [];
  if (served && served !== apiVersion)
    warnings.push({
      code: "VERSION_FELL_FORWARD",
      message: `Shopify answered with API version ${served} where ${apiVersion} was asked for: that version is no longer supported.`,
    });
  if (deprecated)
    warnings.push({ code: "DEPRECATED", message: `Shopify calls part of this request deprecated: ${deprecated}` });
  return warnings;
};
