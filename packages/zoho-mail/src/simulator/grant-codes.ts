import type { Clock } from "@trunkline/core";
import type { DataCentreKey } from "../wire/data-centres.js";

/** What a code stands for. */
export interface Granted {
  readonly scopes?: readonly string[];
  readonly dataCentre: DataCentreKey;
}

/** Codes of logins that a person began. */
export interface GrantCodes {
  /** Gives the code back, or nothing past ten in ten minutes. */
  issue(code: string, granted: Granted): string | undefined;
  /** What the code stands for: once, within two minutes, in its own data centre. */
  take(code: string, dataCentre: DataCentreKey): Granted | undefined;
  forget(): void;
}

const windowMs = 600_000;
const lifeMs = 120_000;
const mostCodes = 10;

/** No codes yet. */
export const createGrantCodes = (clock: Clock): GrantCodes => {
  const codes = new Map<string, { readonly granted: Granted; readonly madeAt: number; isUsed: boolean }>();
  return {
    issue: (code, granted) => {
      const now = clock.now();
      if ([...codes.values()].filter(({ madeAt }) => madeAt > now - windowMs).length >= mostCodes) return undefined;
      codes.set(code, { granted, madeAt: now, isUsed: false });
      return code;
    },
    take: (code, dataCentre) => {
      const known = codes.get(code);
      if (!known || known.isUsed || known.madeAt <= clock.now() - lifeMs) return undefined;
      if (known.granted.dataCentre !== dataCentre) return undefined;
      known.isUsed = true;
      return known.granted;
    },
    forget: () => codes.clear(),
  };
};
