/** Calls under way, and the way to wait for them or end them. */
export interface InFlight {
  readonly size: number;
  /** A signal that follows the caller's and ends with `cut`, and the function that says the call is over. */
  enter(signal?: AbortSignal): { readonly signal: AbortSignal; leave(): void };
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Aborts everything under way; says how many. */
  cut(reason: unknown): number;
}

/** Counts calls from `enter` to `leave`. */
export const createInFlight = (): InFlight => {
  const controllers = new Set<AbortController>();
  const waiters: (() => void)[] = [];
  return {
    get size() {
      return controllers.size;
    },
    enter: (signal) => {
      const controller = new AbortController();
      const follow = () => controller.abort(signal?.reason);
      if (signal?.aborted) follow();
      signal?.addEventListener("abort", follow, { once: true });
      controllers.add(controller);
      return {
        signal: controller.signal,
        leave: () => {
          signal?.removeEventListener("abort", follow);
          if (controllers.delete(controller) && controllers.size === 0) for (const wake of waiters.splice(0)) wake();
        },
      };
    },
    idle: () => (controllers.size === 0 ? Promise.resolve() : new Promise((wake) => waiters.push(wake))),
    cut: (reason) => {
      const { size } = controllers;
      for (const controller of controllers) controller.abort(reason);
      return size;
    },
  };
};
