import { ConnectorError } from "../errors/connector-error.js";
import { bearer } from "./bearer.js";
import { createCredentialWorld } from "./credentials.fixture.js";
import { createMemoryTokenStore } from "./memory-token-store.js";
import { renewingCredential } from "./oauth-token.js";
import type { StoredToken, TokenStore } from "./token-store.js";

/** What tokens are stored under. */
export const key = "tokens";
export const hourMs = 3_600_000;
export const minuteMs = 60_000;

type Answer = Partial<StoredToken> | Error | (() => Promise<StoredToken>);

/** A credential whose tokens are `t1`, `t2`, … each good for an hour, unless the answers say otherwise. */
export const setUp = (
  answers: readonly Answer[] = [],
  tokens: TokenStore = createMemoryTokenStore(),
  renewBeforeMs?: number,
) => {
  const world = createCredentialWorld([], tokens);
  const { clock, deps, signal } = world;
  const previous: (StoredToken | undefined)[] = [];
  const create = () =>
    renewingCredential({
      kind: "test",
      key,
      deps,
      renewBeforeMs,
      toParts: bearer,
      async obtain(stored) {
        const answer = answers[previous.length] ?? {};
        previous.push(stored);
        if (answer instanceof Error) throw answer;
        if (typeof answer === "function") return answer();
        return { accessToken: `t${previous.length}`, expiresAtMs: clock.now() + hourMs, ...answer };
      },
    });
  const credential = create();
  const token = async () => (await credential.authorize(signal)).headers?.authorization;
  return { ...world, credential, create, token, previous };
};

/** What a vendor says of a login that only a person can renew. */
export const dead = () => new ConnectorError("NEEDS_REAUTH", { message: "dead" });
/** A passing failure. */
export const down = () => new ConnectorError("UPSTREAM_UNAVAILABLE", { message: "down", outcome: "unknown" });

/** A store whose writes or reads fail as long as told. */
export const createFailingStore = () => {
  const inner = createMemoryTokenStore();
  const failing = { save: 0, load: 0, lock: 0 };
  const fails = (what: keyof typeof failing) => {
    if (failing[what] <= 0) return;
    failing[what] -= 1;
    throw Object.assign(new Error("row was canary-secret"), { code: "ECONNREFUSED" });
  };
  const store: TokenStore = {
    load: async (name) => {
      fails("load");
      return inner.load(name);
    },
    save: async (name, token) => {
      fails("save");
      return inner.save(name, token);
    },
    withLock: async (name, work) => {
      fails("lock");
      return inner.withLock(name, work);
    },
  };
  return { store, failing, inner };
};
