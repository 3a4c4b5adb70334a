import { z } from "zod";
import { idOf, openEnum, present, timestamp } from "./common.js";

/** A bulk export or import that runs at Shopify. */
export const BulkOperation = z.object({
  id: idOf("BulkOperation"),
  type: openEnum(["QUERY", "MUTATION"]),
  status: openEnum(["CREATED", "RUNNING", "COMPLETED", "CANCELING", "CANCELED", "FAILED", "EXPIRED"]),
  errorCode: openEnum(["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"]).optional(),
  createdAt: timestamp,
  completedAt: timestamp.optional(),
  objectCount: z.number().describe("Objects so far, children included"),
  rootObjectCount: z.number(),
  fileSizeBytes: z.number().optional(),
  url: z
    .string()
    .optional()
    .describe("Signed address of the JSONL result, good for 7 days; absent when there are no rows"),
  partialDataUrl: z.string().optional().describe("Signed address of what there was when it failed"),
});
/** A bulk export or import that runs at Shopify. */
export type BulkOperation = z.infer<typeof BulkOperation>;

const counter = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/** `BulkOperation`. */
export const BulkOperationWire = z.object({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  errorCode: z.string().nullish(),
  createdAt: z.string(),
  completedAt: z.string().nullish(),
  objectCount: counter,
  rootObjectCount: counter,
  fileSize: counter.nullish(),
  url: z.string().nullish(),
  partialDataUrl: z.string().nullish(),
});

/** Selection that {@link BulkOperationWire} reads. */
export const bulkOperationFields =
  "id type status errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl";

/** `BulkOperation` as we promise it. */
export const toBulkOperation = ({ fileSize, ...operation }: z.output<typeof BulkOperationWire>): BulkOperation => ({
  id: operation.id,
  type: operation.type,
  status: operation.status,
  createdAt: operation.createdAt,
  objectCount: operation.objectCount,
  rootObjectCount: operation.rootObjectCount,
  ...present({
    errorCode: operation.errorCode,
    completedAt: operation.completedAt,
    fileSizeBytes: fileSize,
    url: operation.url,
    partialDataUrl: operation.partialDataUrl,
  }),
});
