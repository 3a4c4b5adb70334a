import type { Clock } from "@trunkline/core";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";

/** Seconds that an access token lives. */
const lifetimeSeconds = 3_599;

/** The OAuth application that the simulator knows, with a refresh token of its user. */
export const simulatorApp = {
  clientId: "simulator-client-id",
  clientSecret: "simulator-client-secret",
  refreshToken: "simulator-refresh-token",
} as const;

/** Access tokens given out so far. */
export interface Tokens {
  /** Whether the token is known and alive. */
  isAlive(token: string): boolean;
  /** `POST /webmasters/oauth/token`: the refresh grant. */
  answer(request: SimulatorRequest): SimulatorReply;
  /** Makes every access token invalid. */
  expireAll(): void;
}

/** No tokens yet. Texts are counted, so that a run can be repeated. */
export const createTokens = (clock: Clock): Tokens => {
  const expiries = new Map<string, number>();
  let count = 0;
  return {
    isAlive: (token) => (expiries.get(token) ?? 0) > clock.now(),
    expireAll: () => expiries.clear(),
    answer: (request) => {
      const form = new URLSearchParams(request.text());
      if (form.get("client_id") !== simulatorApp.clientId || form.get("client_secret") !== simulatorApp.clientSecret)
        return refused("invalid_client");
      if (form.get("grant_type") !== "refresh_token") return refused("unsupported_grant_type");
      if (form.get("refresh_token") !== simulatorApp.refreshToken) return refused("invalid_grant");
      count += 1;
      const token = `simulator-access-${String(count).padStart(6, "0")}`;
      expiries.set(token, clock.now() + lifetimeSeconds * 1_000);
      return {
        status: 200,
        body: {
          access_token: token,
          token_type: "bearer",
          expires_in: lifetimeSeconds,
          refresh_token: simulatorApp.refreshToken,
          scope: "webmaster.manage",
        },
      };
    },
  };
};

const refused = (error: string): SimulatorReply => ({ status: 400, body: { error } });
