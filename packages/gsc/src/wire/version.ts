/** Version of this package. */
export const packageVersion = "0.1.0";

/**
 * Google compresses only for clients whose name has the word gzip in it.
 * https://developers.google.com/webmaster-tools/v1/how-tos/performance
 */
export const userAgent = `trunkline-gsc/${packageVersion} (gzip)`;
