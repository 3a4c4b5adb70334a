import type { DataRequest, DataRoute, MakeRoute } from "./data-routes.js";
import {
  createAudienceExport,
  createReportTask,
  exportNow,
  findWork,
  listWork,
  queryExport,
  queryTask,
  taskNow,
} from "./long-work.js";

/** Which work a path names. */
export interface WorkPath {
  readonly kind: "audienceExports" | "reportTasks";
  readonly id: string | undefined;
  readonly isQuery: boolean;
}

/** The route of a request about long work; nothing for a verb that it does not have. */
export const workRoute = (
  request: DataRequest,
  { kind, id, isQuery }: WorkPath,
  route: MakeRoute,
): DataRoute | undefined => {
  const { method, propertyId, query } = request;
  const isExport = kind === "audienceExports";
  if (id === undefined && method === "GET")
    return route(({ sources, times }) => listWork(sources.property, kind, { query, times }));
  if (id === undefined && method === "POST")
    return route((own) => {
      const begin = isExport ? createAudienceExport : createReportTask;
      const begun = begin(request.body(), { ...own, id: own.nextId() });
      own.ledger.charge("core", isExport ? 50 : 20, isExport);
      return begun;
    });
  if (id === undefined || method !== (isQuery ? "POST" : "GET")) return undefined;
  return route(({ sources, times }) => {
    const work = findWork(sources.property[kind], `properties/${propertyId}/${kind}/${id}`);
    if (isQuery) return (isExport ? queryExport : queryTask)(request.body(), work, times);
    return (isExport ? exportNow : taskNow)(work, times);
  });
};
