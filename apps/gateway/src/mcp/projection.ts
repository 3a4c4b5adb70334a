/** Which part of the data a caller wants. */
export interface FieldSelection {
  /** Dotted paths. On a page they may start at the item: `title` is then the `title` of every item. */
  readonly fields: readonly string[];
  /** Key of the page's items, where the data is a page. */
  readonly pageItems?: string;
}

type Tree = { readonly [name: string]: Tree };

/**
 * Keeps the named paths; a path keeps everything below it, and lists are stepped through. On a page everything beside
 * the items is kept too, so that the cursor never gets lost.
 */
export const project = (data: unknown, { fields, pageItems }: FieldSelection): unknown => {
  if (pageItems === undefined || !isObject(data)) return pick(data, toTree(fields));
  const tree = toTree(fields.map((path) => relativeTo(pageItems, path)));
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, key === pageItems ? pick(value, tree) : value]),
  );
};

const relativeTo = (pageItems: string, path: string): string =>
  path.startsWith(`${pageItems}.`) ? path.slice(pageItems.length + 1) : path;

/** Fields that the data cannot have, so that a misspelling is told and not answered with emptiness. `known` holds every path. */
export const unknownFields = (known: ReadonlySet<string>, { fields, pageItems }: FieldSelection): readonly string[] => {
  if (known.size === 0) return [];
  const fits = (path: string) => known.has(path) || leadsBelowLeaf(path, known);
  return fields.filter((path) => !fits(path) && !(pageItems !== undefined && fits(`${pageItems}.${path}`)));
};

/** A path may lead into a free-form object, whose properties the schema does not list. */
const leadsBelowLeaf = (path: string, known: ReadonlySet<string>): boolean => {
  const parts = path.split(".");
  const longest = parts.map((_, index) => parts.slice(0, index + 1).join(".")).findLast((prefix) => known.has(prefix));
  return longest !== undefined && ![...known].some((other) => other.startsWith(`${longest}.`));
};

const toTree = (paths: readonly string[]): Tree => {
  const heads = Map.groupBy(paths.filter(Boolean), (path) => path.split(".", 1)[0] ?? path);
  return Object.fromEntries(
    [...heads].map(([head, group]) => {
      const tails = group.map((path) => path.slice(head.length + 1));
      // A path that ends here keeps the whole subtree, whatever longer paths say.
      return [head, tails.includes("") ? {} : toTree(tails)];
    }),
  );
};

const pick = (value: unknown, tree: Tree): unknown => {
  if (Array.isArray(value)) return value.map((item) => pick(item, tree));
  if (!isObject(value) || Object.keys(tree).length === 0) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const branch = Object.hasOwn(tree, key) ? tree[key] : undefined;
      return branch === undefined ? [] : [[key, pick(child, branch)]];
    }),
  );
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
