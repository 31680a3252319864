/** All commands, one line each, in the order in which help lists them. */
import type { AddCommand } from '../command.ts';
import { addAnalyze } from './analyze.ts';
import { addBuild, addPush } from './build.ts';
import { addControls } from './controls.ts';
import { addCoverage } from './coverage.ts';
import { addCypher } from './cypher.ts';
import { addDoctor } from './doctor.ts';
import { addExplain } from './explain.ts';
import { addExport } from './export.ts';
import { addFramework } from './framework.ts';
import { addImport } from './import.ts';
import { addGraphql } from './graphql.ts';
import { addMcp } from './mcp.ts';
import { addInit } from './init.ts';
import { addPaths } from './paths.ts';
import { addQuery } from './query.ts';
import { addServe } from './serve.ts';
import { addTree } from './tree.ts';
import { addValidate } from './validate.ts';
import { addWhatIf } from './what-if.ts';

export const COMMANDS: readonly AddCommand[] = [
  addAnalyze,
  addCoverage,
  addPaths,
  addControls,
  addWhatIf,
  addTree,
  addExplain,
  addValidate,
  addInit,
  addImport,
  addExport,
  addFramework,
  addBuild,
  addPush,
  addQuery,
  addCypher,
  addGraphql,
  addServe,
  addMcp,
  addDoctor,
];
