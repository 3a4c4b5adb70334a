import { bingWmt } from "@trunkline/bing-wmt";
import { defineComposedOperation } from "@trunkline/core";
import { ga4 } from "@trunkline/ga4";
import { gsc } from "@trunkline/gsc";
import { shopify } from "@trunkline/shopify";
import { zohoMail } from "@trunkline/zoho-mail";
import { z } from "zod";
import { insightsDocs } from "./docs-link.js";
import { createSources, missingOutput } from "./sources.js";

const sourcesAsked = [shopify, zohoMail, gsc, bingWmt, ga4];

/** The probe: which sources answer. */
export const checkHealth = defineComposedOperation({
  id: "insights.health.check",
  summary: "Check which of the sources that insights join answer",
  docs: insightsDocs,
  effect: "read",
  uses: sourcesAsked.map(({ probe }) => probe.id),
  input: z.object({}),
  output: z.object({ answering: z.array(z.string()), ...missingOutput }),
  keywords: ["status", "sources", "connected"],
  examples: [{ title: "Which sources answer?", input: {} }],
  run: async (call) => {
    const sources = createSources(call);
    const answers = await Promise.all(
      sourcesAsked.map(({ id, probe }) =>
        sources.ask(id, async () => {
          await call.run(probe, {});
          return id;
        }),
      ),
    );
    const missing = sources.missing();
    return { answering: answers.filter((id) => id !== undefined), missing: [...missing] };
  },
});
