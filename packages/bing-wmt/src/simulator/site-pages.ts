import { type SeedIssue, type SeedPage, seedIssues, seedPages } from "./seed/pages.js";
import type { SiteRecord } from "./state.js";

/** The path of an address on the site, however loosely it was written: without a scheme, or as `domain:host`. */
export const pathOn = (site: SiteRecord, address: string): string | undefined => {
  const { host } = new URL(site.url);
  if (address === `domain:${host}`) return "/";
  const url = URL.parse(/^https?:\/\//.test(address) ? address : `https://${address}`);
  return url && url.host === host ? url.pathname : undefined;
};

/** Whether the path is a folder with pages in it. */
export const isFolder = (path: string): boolean => path.endsWith("/");

/** The pages in a folder, or the one page. Of a site without data: none. */
export const pagesAt = (site: SiteRecord, path: string): readonly SeedPage[] => {
  if (!site.hasData) return [];
  return isFolder(path)
    ? seedPages.filter((page) => page.path.startsWith(path))
    : seedPages.filter((page) => page.path === path);
};

/** An entry of a folder: a page, or a folder that may be a page, too. */
export interface Entry {
  readonly path: string;
  readonly isPage: boolean;
  readonly pages: readonly SeedPage[];
  readonly issue?: SeedIssue;
}

/** What lies directly in a folder, pages with trouble included. */
export const entriesOf = (site: SiteRecord, folder: string): readonly Entry[] => {
  if (!site.hasData || !isFolder(folder)) return [];
  const nameIn = (path: string): string | undefined => {
    if (!path.startsWith(folder) || path === folder) return undefined;
    const [name = "", ...rest] = path.slice(folder.length).split("/");
    return rest.length > 0 ? `${folder}${name}/` : `${folder}${name}`;
  };
  const paths = new Set([...seedPages, ...seedIssues].flatMap(({ path }) => nameIn(path) ?? []));
  return [...paths].toSorted().map((path) => ({
    path,
    isPage: !isFolder(path),
    pages: pagesAt(site, path),
    issue: seedIssues.find((issue) => issue.path === path),
  }));
};
