import type { McpServer } from "@modelcontextprotocol/server";
import type { ConnectorEntry, OperationEntry } from "@trunkline/registry";
import type { Principal } from "../auth/principal.js";
import type { Gateway } from "../gateway.js";
import type { View } from "./views.js";

/** One text per connector, that lists the operations its reader may call. */
export const registerResources = (
  server: McpServer,
  { gateway, view, principal }: { readonly gateway: Gateway; readonly view: View; readonly principal: Principal },
): void => {
  const visible = Map.groupBy(gateway.visible(principal, view.filter), ({ connector }) => connector);
  for (const connector of gateway.registry.connectors) {
    const operations = visible.get(connector.id);
    if (operations === undefined) continue;
    const uri = `trunkline://connectors/${connector.id}`;
    const mimeType = "text/markdown";
    const description = `Operations of ${connector.title} that you may call, one line each.`;
    server.registerResource(
      connector.id,
      uri,
      { title: `${connector.title} operations`, description, mimeType },
      () => ({
        contents: [{ uri, mimeType, text: toMarkdown(connector, operations) }],
      }),
    );
  }
};

const toMarkdown = (
  { title, description, apiVersions }: ConnectorEntry,
  operations: readonly OperationEntry[],
): string =>
  [
    `# ${title}`,
    "",
    description,
    "",
    `API versions: ${apiVersions.map(({ version, sunsetOn }) => (sunsetOn ? `${version} (until ${sunsetOn})` : version)).join(", ")}`,
    "",
    "| operation | effect | what it does |",
    "| --- | --- | --- |",
    ...operations.map(({ id, effect, summary }) => `| ${id} | ${effect} | ${summary.replaceAll("|", "\\|")} |`),
    "",
  ].join("\n");
