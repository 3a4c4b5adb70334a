import { ConnectorError } from "@trunkline/core";
import { unknownVariables } from "../config/unknown-variables.js";
import { servedConnectors } from "../connectors.js";
import { diagnose, needsAttention } from "../doctor/diagnose.js";
import { formatDiagnosis } from "../doctor/format.js";
import { withLocalGateway } from "./local-gateway.js";
import type { Terminal } from "./output.js";

/**
 * Walks each connector's steps to a live connection and says which are done, which is missing and what to do.
 * Exit code 1 when something is wrong; mock mode is not.
 */
export const runDoctor = (
  terminal: Terminal,
  flags: { readonly json?: boolean; readonly connector?: string },
): Promise<void> =>
  withLocalGateway(terminal, async ({ gateway, config, connections }) => {
    const wanted = servedConnectors.filter(
      ({ connector }) => flags.connector === undefined || connector.id === flags.connector,
    );
    if (wanted.length === 0) throw unknownConnector(flags.connector);
    const diagnoses = await Promise.all(
      wanted.map(({ connector }) => diagnose({ connector, registry: gateway.registry, config, connections })),
    );
    const misspelt = unknownVariables(
      config.env,
      servedConnectors.map(({ connector }) => connector.id),
    );
    const wrong = misspelt.length > 0 || diagnoses.some(needsAttention);
    if (wrong) terminal.setExitCode(1);
    if (flags.json)
      return terminal.out(
        JSON.stringify({ ok: !wrong, node: process.version, connections: diagnoses, misspelt }, undefined, 2),
      );
    terminal.out(`Node ${process.version}, data in ${config.dataDir}, auth ${config.auth}, mode ${config.mode}`);
    for (const diagnosis of diagnoses) terminal.out(`\n${formatDiagnosis(diagnosis)}`);
    for (const variable of misspelt) terminal.out(`\n✗ ${variable}`);
    terminal.out(wrong ? "\nSomething needs attention, see ✗." : "\nEverything works.");
  });

const unknownConnector = (given = ""): ConnectorError =>
  new ConnectorError("UNKNOWN_CONNECTION", {
    message: `There is no connector "${given}"; there are ${servedConnectors.map(({ connector }) => connector.id).join(", ")}.`,
  });
