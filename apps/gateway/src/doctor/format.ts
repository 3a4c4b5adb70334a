import type { Diagnosis } from "./diagnose.js";
import type { StepReport, StepState } from "./step-report.js";

const marks: Readonly<Record<StepState, string>> = { done: "✓", missing: "✗", unchecked: "?", "not-reached": "·" };

/** A step as the doctor prints it: `✓ login: Shopify accepts the login — acme.myshopify.com`, below it what to do. */
export const formatStep = ({ id, title, state, says, todo, warnings, playbook }: StepReport): readonly string[] => [
  `${marks[state]} ${id}: ${title}${tail(state, says)}`,
  ...todo.map((sentence) => `  → ${sentence}`),
  ...(todo.length > 0 ? [`  → ${playbook}`] : []),
  ...warnings.map((warning) => `  ! ${warning}`),
];

const tail = (state: StepState, says: string | undefined): string => {
  const words = [
    ...(state === "not-reached" ? ["not reached"] : []),
    ...(state === "unchecked" ? ["could not be checked"] : []),
    ...(says === undefined ? [] : [says]),
  ];
  return words.length === 0 ? "" : ` — ${words.join(", ")}`;
};

/** A diagnosis for a person. In mock mode only the next step is shown, since the ones after it wait for it. */
export const formatDiagnosis = (diagnosis: Diagnosis): string => {
  const { title, connector, mode, problems, notes, health } = diagnosis;
  const works = health?.state === "up";
  return [
    `${works ? "✓" : "✗"} ${title} (${connector}): ${mode === "invalid" ? "not connected" : mode}${health ? `, ${health.state}` : ""}`,
    ...notes.map((note) => `  ! ${note}`),
    ...(health?.probe
      ? [
          `  probe ${health.probe.ok ? "answered" : "failed"} in ${health.probe.durationMs} ms, API version ${health.apiVersion}`,
        ]
      : []),
    ...(health?.reason === undefined ? [] : [`  ${health.reason}`]),
    ...problems.map((problem) => `  ✗ ${problem}`),
    ...(mode === "live" ? [] : toGoLive(diagnosis)),
    ...stepLines(diagnosis),
  ].join("\n");
};

const toGoLive = ({ missing }: Diagnosis): readonly string[] =>
  missing.map(
    ({ setup, variables }, index) =>
      `  ${index === 0 ? "to go live set" : "or         set"} ${variables.join(", ")}  (${setup})`,
  );

const stepLines = ({ mode, steps, nextStep }: Diagnosis): readonly string[] => {
  const shown = mode === "mock" ? steps.filter(({ id }) => id === nextStep) : steps;
  const label = mode === "mock" && shown.length > 0 ? ["  next step:"] : [];
  return [...label, ...shown.flatMap(formatStep).map((line) => `  ${line}`)];
};
