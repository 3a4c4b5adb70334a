/** A reply body changed in one way that an upstream may change it without notice. */
export interface Mutation {
  /** Where and how, e.g. `data.products.nodes.0.title removed`. */
  readonly name: string;
  readonly body: unknown;
}

type Key = string | number;
type Change = { readonly value: unknown } | "remove";

interface Place {
  readonly path: readonly Key[];
  readonly value: unknown;
}

/** Every place in the body below its root; of a list only the first item, since the others are treated alike. */
const placesIn = (value: unknown, path: readonly Key[] = []): readonly Place[] => {
  const here = path.length === 0 ? [] : [{ path, value }];
  if (Array.isArray(value)) return [...here, ...(value.length > 0 ? placesIn(value[0], [...path, 0]) : [])];
  if (!isObject(value)) return here;
  return [...here, ...Object.entries(value).flatMap(([key, child]) => placesIn(child, [...path, key]))];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const changed = (body: unknown, [key, ...rest]: readonly Key[], change: Change): unknown => {
  if (key === undefined) return change === "remove" ? undefined : change.value;
  if (Array.isArray(body)) {
    if (rest.length === 0 && change === "remove") return body.slice(1);
    return body.map((item, index) => (index === key ? changed(item, rest, change) : item));
  }
  const { [key]: child, ...others } = body as Record<Key, unknown>;
  return rest.length === 0 && change === "remove"
    ? others
    : { ...(body as object), [key]: changed(child, rest, change) };
};

const replaced = (body: unknown, value: unknown, suits: (place: Place) => boolean, what: string): readonly Mutation[] =>
  placesIn(body)
    .filter(suits)
    .map(({ path }) => ({ name: `${path.join(".")} ${what}`, body: changed(body, path, { value }) }));

/** An unknown field in every object, at every level. */
export const withUnknownFields = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(withUnknownFields);
  if (!isObject(body)) return body;
  return {
    ...Object.fromEntries(Object.entries(body).map(([key, child]) => [key, withUnknownFields(child)])),
    fieldOfTomorrow: { nested: [1] },
  };
};

/** Each place removed, one at a time. */
export const removals = (body: unknown): readonly Mutation[] =>
  placesIn(body).map(({ path }) => ({ name: `${path.join(".")} removed`, body: changed(body, path, "remove") }));

/** Each place null, one at a time. */
export const nulls = (body: unknown): readonly Mutation[] =>
  replaced(body, null, ({ value }) => value !== null, "null");

/** Each number that is an id as a string too long for a number, one at a time. */
export const hugeIds = (body: unknown): readonly Mutation[] =>
  replaced(
    body,
    "90071992547409931234",
    ({ path, value }) => typeof value === "number" && /id$/i.test(String(path.at(-1))),
    "a huge id",
  );

/** Each value of an enum as one that nobody knows yet, one at a time. */
export const newEnumValues = (body: unknown): readonly Mutation[] =>
  replaced(
    body,
    "VALUE_OF_TOMORROW",
    ({ value }) => typeof value === "string" && /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^[A-Z]{4,}$/.test(value),
    "a new enum value",
  );

/** Emoji, right-to-left, combining and control characters, a lone surrogate. */
const awkwardText = "🍵 שלום e\u0301\u202e\u0000 \ud800 ﷽";

/** What people wrote: it has spaces or letters beyond ASCII, and is no date. */
const isProse = (value: unknown): value is string =>
  typeof value === "string" && /\s|[^ -~]/.test(value) && /^\D/.test(value);

/** What may be a name or a keyword: letters only. Ids, numbers, dates, addresses and codes have a form that may be insisted on. */
const isWord = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Za-z]*[a-z][A-Za-z]*$/.test(value);

/** Each text that people wrote as one that is awkward, one at a time. */
export const awkwardProse = (body: unknown): readonly Mutation[] =>
  replaced(body, awkwardText, ({ value }) => isProse(value), "awkward text");

/** Each single word as an awkward text, one at a time. */
export const awkwardWords = (body: unknown): readonly Mutation[] =>
  replaced(body, awkwardText, ({ value }) => isWord(value), "awkward text");

/** Each place as a value of another kind, one at a time. */
export const wrongTypes = (body: unknown): readonly Mutation[] =>
  placesIn(body).map(({ path, value }) => {
    const other = typeof value === "string" ? { unexpected: true } : "unexpected";
    return { name: `${path.join(".")} of another type`, body: changed(body, path, { value: other }) };
  });
