import { bingWmt } from "@trunkline/bing-wmt";
import { ConnectorError, defineComposedOperation, isConnectorError } from "@trunkline/core";
import { ga4 } from "@trunkline/ga4";
import { gsc } from "@trunkline/gsc";
import { shopify } from "@trunkline/shopify";
import { zohoMail } from "@trunkline/zoho-mail";
import { z } from "zod";
import { insightsDocs } from "./docs-link.js";
import { connectionsInput, onConnections } from "./source-connections.js";
import { createSources, missingOutput } from "./sources.js";

const sourcesAsked = [shopify, zohoMail, gsc, bingWmt, ga4];

/** The probe: which sources answer. */
export const checkHealth = defineComposedOperation({
  id: "insights.health.check",
  summary: "Check which of the sources that insights join answer",
  docs: insightsDocs,
  effect: "read",
  uses: sourcesAsked.map(({ probe }) => probe.id),
  input: z.object(connectionsInput("shopify", "zoho-mail", "gsc", "bing-wmt", "ga4")),
  output: z.object({ answering: z.array(z.string()), ...missingOutput }),
  keywords: ["status", "sources", "connected"],
  examples: [{ title: "Which sources answer?", input: {} }],
  run: async (outer, { connections }) => {
    const call = onConnections(outer, connections);
    const sources = createSources(call);
    const answers = await Promise.all(
      sourcesAsked.map(({ id, probe }) =>
        sources.ask(id, async () => {
          await call.run(probe, {}).catch(leaveOut);
          return id;
        }),
      ),
    );
    const missing = sources.missing();
    return { answering: answers.filter((id) => id !== undefined), missing: [...missing] };
  },
});

/** A choice among connections that is still to be made says nothing of the other sources. */
const leaveOut = (error: unknown): never => {
  if (!isConnectorError(error) || error.code !== "INVALID_INPUT") throw error;
  throw new ConnectorError("UNKNOWN_CONNECTION", { message: error.message });
};
