// Fills the generated tables of the documents from the built packages. `--check` changes nothing and fails when one is not current.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const load = (file) => import(pathToFileURL(join(root, file)).href);

const core = await load("packages/core/dist/index.js");
const registry = await load("packages/registry/dist/index.js");
const gateway = await load("apps/gateway/dist/index.js");
const connectors = gateway.servedConnectors.map(({ connector }) => registry.toConnectorEntry(connector));

const cell = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

const screaming = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const readable = ({ default: value, unit }) =>
  unit === "bytes"
    ? `${value / 1024 / 1024} MiB`
    : unit === "ms"
      ? value % 1000 === 0
        ? `${value / 1000} s`
        : `${value} ms`
      : String(value);

const limits = () =>
  table(
    ["variable", "default", "meaning"],
    Object.entries(core.limitSpecs).map(([name, spec]) => [
      `\`TRUNKLINE_${screaming(name)}\``,
      readable(spec),
      spec.meaning,
    ]),
  );

const errors = () =>
  table(
    ["code", "HTTP", "retryable", "meaning", "what to do"],
    Object.entries(core.errorCodes).map(([code, row]) => [
      `\`${code}\``,
      row.httpStatus,
      row.retryable ? "yes" : "no",
      row.meaning,
      row.help,
    ]),
  );

const metrics = () =>
  table(
    ["metric", "type", "labels", "meaning"],
    Object.entries(core.metrics).map(([name, spec]) => [`\`${name}\``, spec.type, spec.labels.join(", "), spec.help]),
  );

const gatewayVariables = () => gateway.configTable();

const connectorVariables = () =>
  table(
    ["connector", "variable", "secret", "meaning"],
    connectors.flatMap(({ id, connector }) =>
      connector.env.map(({ name, secret, description }) => [id, `\`${name}\``, secret ? "yes" : "", description]),
    ),
  );

const operations = (id) => {
  const found = connectors.find((entry) => entry.id === id);
  if (!found) throw new Error(`no connector "${id}" is served`);
  return table(
    ["operation", "effect", "repeating it", "what it does"],
    found.operations.map(({ id: operation, effect, idempotency, summary, docs }) => [
      `[\`${operation}\`](${docs})`,
      effect,
      effect === "read" ? "" : idempotency,
      summary,
    ]),
  );
};

const counts = () =>
  table(
    ["connector", "package", "operations", "reads", "writes", "destructive", "API version"],
    connectors.map(({ id, title, operations: all, apiVersions }) => {
      const count = (effect) => all.filter((operation) => operation.effect === effect).length;
      return [
        title,
        `\`@trunkline/${id}\``,
        all.length,
        count("read"),
        count("write"),
        count("destroy"),
        apiVersions.at(-1).version,
      ];
    }),
  );

const generators = {
  limits,
  errors,
  metrics,
  "gateway-variables": gatewayVariables,
  "connector-variables": connectorVariables,
  operations,
  counts,
};
const marker = /(<!-- generated:([a-z-]+)(?: ([a-z0-9-]+))? -->\n)([\s\S]*?)(<!-- \/generated -->)/g;

const check = process.argv.includes("--check");
const stale = [];
for (const file of globSync("{*.md,docs/**/*.md,{packages,apps}/*/README.md,benchmarks/*.md}", { cwd: root })) {
  const text = readFileSync(join(root, file), "utf8");
  const next = text.replace(marker, (_, open, name, argument, __, close) => {
    if (!generators[name]) throw new Error(`${file}: no generator "${name}"`);
    return `${open}${generators[name](argument)}\n${close}`;
  });
  if (next === text) continue;
  if (check) stale.push(file);
  else writeFileSync(join(root, file), next);
}
if (stale.length > 0) {
  process.stderr.write(`Not current: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.\n`);
  process.exit(1);
}
