#!/usr/bin/env node
import { processTerminal } from "./cli/output.js";
import { createProgram } from "./cli/program.js";
import { packageVersion } from "./package-version.js";

await createProgram(processTerminal(), packageVersion).parseAsync();
