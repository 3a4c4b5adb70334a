import { z } from "zod";
import { idsInput } from "../schemas/common.js";
import { refuseInput } from "../wire/refuse.js";

/** Zoho's modes of label changes. */
export const labelModes = { apply: "applyLabel", remove: "removeLabel", removeAll: "removeAllLabels" } as const;

/** Input of a change of labels. */
export const labelAction = {
  action: z.enum(["apply", "remove", "removeAll"]).describe("What to do with the labels"),
  labelIds: idsInput("Labels; not with removeAll").optional(),
};

interface LabelChange {
  readonly action: keyof typeof labelModes;
  readonly labelIds?: readonly string[] | undefined;
}

/** The labels to send. @throws ConnectorError `INVALID_INPUT` */
export const labelRules = ({ action, labelIds }: LabelChange): { readonly labelId?: readonly string[] } => {
  if (action === "removeAll") {
    if (labelIds !== undefined) throw refuseInput([{ path: "labelIds", message: "Not with removeAll" }]);
    return {};
  }
  if (labelIds === undefined) throw refuseInput([{ path: "labelIds", message: `Needed to ${action} labels` }]);
  return { labelId: labelIds };
};
