/**
 * Compiles only where nothing was found; the compiler's message is what was. Export the tuple of a file's checks, so that
 * none counts as unused.
 */
export type Nothing<Found extends never> = Found;

/**
 * Where what we read of a reply goes beyond the vendor's own type of it: fields that the vendor does not know, and values
 * that the vendor sends and we would refuse. Fields of the vendor that we leave unread are no matter.
 *
 * `Ours` is the input of a wire schema. Each of `Known` must be such a place: a stale one is found as well.
 */
export type ReplyMisfits<Ours, Theirs, Known extends string = never> = Told<Misfits<Ours, Theirs, "read">, Known>;

/** The same of a body that we send: fields that the vendor does not know, and values that it would refuse. */
export type RequestMisfits<Ours, Theirs, Known extends string = never> = Told<Misfits<Ours, Theirs, "send">, Known>;

type Told<Found extends string, Known extends string> =
  | Exclude<Found, Known>
  | (Exclude<Known, Found> extends infer Stale extends string ? `${Stale} fits, though listed as known` : never);

type Way = "read" | "send";
/** Types of filters contain themselves: so many levels are looked at. */
type Levels = [0, 0, 0, 0, 0, 0, 0, 0, 0];
type Deeper<Left extends readonly unknown[]> = Left extends readonly [unknown, ...infer Rest] ? Rest : [];

type Misfits<Ours, Theirs, W extends Way, Path extends string = "", Left extends readonly unknown[] = Levels> = [
  SaysNothing<Ours>,
  SaysNothing<Theirs>,
  Left,
] extends [false, false, readonly [unknown, ...unknown[]]]
  ? Compare<NonNullable<Ours>, NonNullable<Theirs>, W, Path, Left>
  : never;

type IsAny<T> = 0 extends 1 & T ? true : false;
/** What says nothing of its type, on either side, cannot be wrong. */
type SaysNothing<T> = IsAny<T> extends true ? true : unknown extends T ? true : false;

type Compare<Ours, Theirs, W extends Way, Path extends string, Left extends readonly unknown[]> = [Ours] extends [
  readonly (infer Item)[],
]
  ? [Theirs] extends [readonly (infer TheirItem)[]]
    ? Misfits<Item, TheirItem, W, `${Path}[]`, Left>
    : Path
  : [Ours] extends [object]
    ? [Theirs] extends [object]
      ? FieldMisfits<Ours, Theirs, W, Path, Left>
      : Path
    : LeafMisfits<Ours, Theirs, W, Path>;

type LeafMisfits<Ours, Theirs, W extends Way, Path extends string> = W extends "read"
  ? [Theirs] extends [Ours]
    ? never
    : Path
  : [Ours] extends [Theirs]
    ? never
    : Path;

/** Fields stated by name; a record of any names states none. */
type NamesOf<T> = keyof { [K in keyof T as string extends K ? never : K extends string ? K : never]: T[K] } & string;

/** Of each member of a union by itself. A vendor's record of any names says nothing of them. */
type FieldMisfits<
  Ours,
  Theirs,
  W extends Way,
  Path extends string,
  Left extends readonly unknown[],
> = string extends keyof Theirs
  ? never
  : Ours extends object
    ? {
        [Name in NamesOf<Ours>]: Name extends NamesOf<Theirs>
          ? Misfits<Ours[Name & keyof Ours], Theirs[Name & keyof Theirs], W, Join<Path, Name>, Deeper<Left>>
          : Join<Path, Name>;
      }[NamesOf<Ours>]
    : never;

type Join<Path extends string, Name extends string> = Path extends "" ? Name : `${Path}.${Name}`;
