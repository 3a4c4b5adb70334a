/** The object without its null and undefined fields, for outputs whose fields are optional. */
export const present = <T extends Record<string, unknown>>(
  fields: T,
): { [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : undefined extends T[K] ? K : never]?: NonNullable<T[K]>;
} => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as never;
