/** Who calls, after authentication. */
export interface Principal {
  /** Stable id: the key's id, `local` for a loopback call without auth, `stdio` for the local pipe. */
  readonly id: string;
  readonly name: string;
  /** `{connector}:{read|write|destroy}`, `*:{read|write|destroy}` or `admin`, which holds all others. `write` holds `read`, `destroy` holds both. */
  readonly scopes: readonly string[];
}
