import { ConnectorError } from "@trunkline/core";

type Settings = Readonly<Record<string, unknown>>;
interface Named {
  readonly siteUrl?: string | undefined;
}

/**
 * The property of the input, or of the connection.
 * @throws ConnectorError `INVALID_INPUT` when neither names one.
 */
export const siteOf = ({ siteUrl }: Named, settings: Settings): string => {
  if (siteUrl !== undefined) return siteUrl;
  if (typeof settings.siteUrl === "string") return settings.siteUrl;
  const message = "Name a property; the connection has none of its own. gsc.sites.list shows them";
  throw new ConnectorError("INVALID_INPUT", {
    message: `siteUrl: ${message}.`,
    issues: [{ path: "siteUrl", message }],
    help: "Set siteUrl (GSC_SITE_URL) in the configuration to have a default.",
  });
};

/** The input with its property named. @throws ConnectorError as {@link siteOf} does. */
export const withSite = <T extends Named>(input: T, settings: Settings): T & { readonly siteUrl: string } => ({
  ...input,
  siteUrl: siteOf(input, settings),
});
