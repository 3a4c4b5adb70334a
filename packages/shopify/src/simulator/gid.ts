/** A global id: `gid://shopify/Product/123`. */
export const toGid = (type: string, id: string | number): string => `gid://shopify/${type}/${id}`;

const pattern = /^gid:\/\/shopify\/([A-Za-z]\w*)\/([^/?]+)(\?.*)?$/;

/** The parts of a global id; nothing when malformed. */
export const parseGid = (gid: string): { readonly type: string; readonly id: string } | undefined => {
  const [, type, id] = pattern.exec(gid) ?? [];
  return type !== undefined && id !== undefined ? { type, id } : undefined;
};

/** The number at the end of a global id, as text: ids have up to 64 bits. */
export const numericId = (gid: string): string => parseGid(gid)?.id ?? "";
