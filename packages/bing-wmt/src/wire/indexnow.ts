/** Engines that take IndexNow; each passes on what it gets to the others. */
export const indexNowEngines = [
  "api.indexnow.org",
  "www.bing.com",
  "yandex.com",
  "search.seznam.cz",
  "searchadvisor.naver.com",
] as const;

/** A key: 8 to 128 letters, digits and dashes. */
export const indexNowKey = /^[A-Za-z0-9-]{8,128}$/;

/** Where a host's key file lies unless stated. */
export const keyFileUrl = (host: string, key: string): string => `https://${host}/${key}.txt`;

/** The folder whose pages a key file covers, as a path with a slash at its end. */
export const folderOf = (keyLocation: string): string => {
  const { pathname } = new URL(keyLocation);
  return pathname.slice(0, pathname.lastIndexOf("/") + 1);
};
