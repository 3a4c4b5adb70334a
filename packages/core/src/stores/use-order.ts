/** A member of a {@link UseOrder}; the links are the order's own. */
export interface Linked<T> {
  newer?: T;
  older?: T;
}

/** Members in the order of their last use. Every step takes the same short time, however many there are. */
export interface UseOrder<T extends Linked<T>> {
  /** Puts a new member in as the one used last. */
  add(member: T): void;
  /** Makes a member the one used last. */
  touch(member: T): void;
  remove(member: T): void;
  /** The member used longest ago. */
  oldest(): T | undefined;
  clear(): void;
}

/** An empty order. */
export const createUseOrder = <T extends Linked<T>>(): UseOrder<T> => {
  let newest: T | undefined;
  let oldest: T | undefined;

  const add = (member: T): void => {
    member.newer = undefined;
    member.older = newest;
    if (newest) newest.newer = member;
    newest = member;
    oldest ??= member;
  };

  const remove = (member: T): void => {
    const { newer, older } = member;
    if (newer) newer.older = older;
    else newest = older;
    if (older) older.newer = newer;
    else oldest = newer;
    // A removed member that waits for a full garbage collection would keep all its successors waiting with it.
    member.newer = undefined;
    member.older = undefined;
  };

  return {
    add,
    remove,
    touch: (member) => {
      if (member === newest) return;
      remove(member);
      add(member);
    },
    oldest: () => oldest,
    clear: () => {
      newest = undefined;
      oldest = undefined;
    },
  };
};
