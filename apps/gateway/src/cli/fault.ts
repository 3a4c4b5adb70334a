import { fromErrorEnvelope } from "@trunkline/core";
import type { Terminal } from "./output.js";
import { askGateway, problemOf, type RemoteFlags } from "./remote.js";

/** What `trunkline fault` was given. */
export interface FaultFlags extends RemoteFlags {
  readonly match?: string;
  readonly times?: string;
  readonly clear?: boolean;
  readonly json?: boolean;
}

/** Turns the fault dial of a simulator in a running gateway; without a fault it shows the dial. */
export const runFault = async (
  terminal: Terminal,
  connector: string,
  fault: string | undefined,
  flags: FaultFlags,
): Promise<void> => {
  const path = `/admin/simulators/${encodeURIComponent(connector)}/faults`;
  const response = await askGateway(
    terminal,
    flags,
    flags.clear
      ? { method: "DELETE", path }
      : fault === undefined
        ? { method: "GET", path }
        : {
            method: "PUT",
            path,
            body: {
              fault,
              ...(flags.match !== undefined && { match: flags.match }),
              ...(flags.times !== undefined && { times: Number(flags.times) }),
            },
          },
  );
  if (!response.ok) throw fromErrorEnvelope(await problemOf(response));
  const body: unknown = response.status === 204 ? { active: [] } : await response.json();
  terminal.out(JSON.stringify(body, undefined, flags.json ? undefined : 2));
};
