import type { CredentialDeps } from "../connector.js";
import { isConnectorError } from "../errors/connector-error.js";
import type { AuthParts } from "../http/transport.js";
import { untilAborted } from "../pipeline/until-aborted.js";
import type { Credential, CredentialState } from "./credential.js";
import { type HeldToken, hold, isAlive, type Now, sameParts } from "./held-token.js";
import { obtainPatiently } from "./patient-obtain.js";
import { type StandingFailure, standAfter, standingFor } from "./standing-failure.js";
import { createTokenKeeper, type TokenKeeper } from "./token-keeper.js";
import type { StoredToken } from "./token-store.js";
import { createVendorClock, type VendorClock } from "./vendor-clock.js";

const defaultRenewBeforeMs = 300_000;
/** Between two tries to renew a token that still works. */
const backgroundPauseMs = 30_000;
/** A token refused within this time of being obtained would be refused again if renewed. */
const freshMs = 60_000;

/** How a credential that expires is obtained and used. */
export interface RenewingCredentialOptions {
  /** Shown in messages and status, e.g. `oauth-refresh`. */
  readonly kind: string;
  /** What the token is stored under. */
  readonly key: string;
  /**
   * Obtains a token. `previous` is the stored one, dead or alive. Throws ConnectorError: `NEEDS_REAUTH` for a login that
   * only a person can renew, a retryable one for passing failures.
   */
  obtain(previous: StoredToken | undefined, signal: AbortSignal, vendorClock: VendorClock): Promise<StoredToken>;
  /** What a request carries. */
  toParts(token: StoredToken): AuthParts;
  readonly deps: CredentialDeps;
  /** How long before its end a token is renewed beside the calls that still use it. Default 5 minutes. Milliseconds. */
  readonly renewBeforeMs?: number;
}

/**
 * A credential that renews itself: ahead of expiry beside the calls, at once when it has expired or was refused, with
 * one renewal under way per connection, across replicas as far as the store's lock spans them. A renewal goes on when
 * the call that began it is aborted. A dead login is marked in the store and asked for no more until a new one is saved.
 */
export const renewingCredential = (options: RenewingCredentialOptions): Credential => new RenewingCredential(options);

class RenewingCredential implements Credential {
  readonly kind: string;
  readonly #options: RenewingCredentialOptions;
  readonly #keeper: TokenKeeper;
  readonly #vendorClock: VendorClock;
  #held: HeldToken | undefined;
  #flight: Promise<HeldToken> | undefined;
  /** The access token that the upstream refused last. */
  #refusedToken: string | undefined;
  #standing: StandingFailure | undefined;
  #state: CredentialState = "ready";
  #nextBackgroundMs = Number.NEGATIVE_INFINITY;

  constructor(options: RenewingCredentialOptions) {
    const { kind, key, deps } = options;
    this.kind = kind;
    this.#options = options;
    this.#keeper = createTokenKeeper(deps.tokens, key, deps.clock);
    this.#vendorClock = createVendorClock(deps.clock);
  }

  async authorize(signal: AbortSignal): Promise<AuthParts> {
    signal.throwIfAborted();
    const held = this.#held;
    const { monotonicMs } = this.#now();
    if (!held || monotonicMs >= held.endsAtMs) return (await untilAborted(this.#join(), signal)).parts;
    if (monotonicMs >= held.renewAtMs) this.#renewBeside(monotonicMs);
    return held.parts;
  }

  refused(parts: AuthParts): boolean {
    const held = this.#held;
    // Another call's refusal has begun the renewal, or it is done: what `authorize` gives next is not what was refused.
    if (!held || !sameParts(held.parts, parts)) return true;
    if (held.obtainedAtMs !== undefined && this.#now().monotonicMs - held.obtainedAtMs < freshMs) return false;
    this.#refusedToken = held.token.accessToken;
    this.#held = undefined;
    return true;
  }

  state(): CredentialState {
    return this.#state;
  }

  #now(): Now {
    return { monotonicMs: this.#options.deps.clock.monotonic(), vendorMs: this.#vendorClock.now() };
  }

  /** The renewal under way, or a new one. */
  #join(): Promise<HeldToken> {
    this.#flight ??= this.#fetch().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  #renewBeside(monotonicMs: number): void {
    if (this.#flight || monotonicMs < this.#nextBackgroundMs) return;
    this.#nextBackgroundMs = monotonicMs + backgroundPauseMs;
    this.#join().catch(() => {}); // the token in use still works; the outcome was reported
  }

  async #fetch(): Promise<HeldToken> {
    const stored = await this.#keeper.load();
    if (stored && this.#isBetter(stored)) return this.#use(stored);
    this.#throwStanding(stored);
    return this.#keeper.withLock(() => this.#renew());
  }

  /** Runs under the lock: another replica may have renewed meanwhile. */
  async #renew(): Promise<HeldToken> {
    const stored = await this.#keeper.load();
    if (stored && this.#isBetter(stored)) return this.#use(stored);
    this.#throwStanding(stored);
    const pending = this.#keeper.pending(stored);
    if (pending && this.#isBetter(pending)) {
      await this.#keeper.save(pending, stored);
      return this.#use(pending, this.#now().monotonicMs);
    }
    const previous = pending ?? stored ?? this.#held?.token;
    const token = await this.#obtain(previous, stored);
    await this.#keeper.save(token, stored);
    return this.#use(token, this.#now().monotonicMs);
  }

  async #obtain(previous: StoredToken | undefined, stored: StoredToken | undefined): Promise<StoredToken> {
    const { obtain, deps } = this.#options;
    try {
      const token = await obtainPatiently((signal) => obtain(previous, signal, this.#vendorClock), deps.clock);
      deps.onRefresh("ok");
      return token;
    } catch (cause) {
      if (isConnectorError(cause)) {
        deps.onRefresh(cause.code);
        this.#standing = await standAfter(cause, stored, { keeper: this.#keeper, nowMs: this.#now().monotonicMs });
        this.#state = this.#standing?.state ?? this.#state;
      }
      throw cause;
    }
  }

  /** Another token than the one in use or refused, and good for a while. */
  #isBetter(token: StoredToken): boolean {
    if (token.dead || token.accessToken === this.#refusedToken || !isAlive(token, this.#now())) return false;
    return token.accessToken !== this.#held?.token.accessToken;
  }

  #use(token: StoredToken, obtainedAtMs?: number): HeldToken {
    const { toParts, renewBeforeMs = defaultRenewBeforeMs } = this.#options;
    this.#held = {
      ...hold(token, toParts(token), this.#now(), renewBeforeMs),
      ...(obtainedAtMs !== undefined && { obtainedAtMs }),
    };
    this.#refusedToken = undefined;
    this.#standing = undefined;
    this.#state = "ready";
    return this.#held;
  }

  #throwStanding(stored: StoredToken | undefined): void {
    const standing = standingFor(this.#standing, stored, { kind: this.kind, nowMs: this.#now().monotonicMs });
    if (!standing) return;
    this.#state = standing.state;
    throw standing.error;
  }
}
