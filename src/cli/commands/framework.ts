/** `framework …`: one file for each command. */
import type { AddCommand } from '../command.ts';
import { addFrameworkAdd } from './framework/add.ts';
import { addFrameworkChains } from './framework/chains.ts';
import { addFrameworkConflicts } from './framework/conflicts.ts';
import { addFrameworkDiff } from './framework/diff.ts';
import { addFrameworkFetch } from './framework/fetch.ts';
import { addFrameworkImportLayer } from './framework/import-layer.ts';
import { addFrameworkLint } from './framework/lint.ts';
import { addFrameworkList } from './framework/list.ts';
import { addFrameworkMappings } from './framework/mappings.ts';
import { addFrameworkPack } from './framework/pack.ts';
import { addFrameworkRemove } from './framework/remove.ts';
import { addFrameworkStatus } from './framework/status.ts';
import { addFrameworkStix } from './framework/stix.ts';
import { addFrameworkUpgrade } from './framework/upgrade.ts';

const COMMANDS: readonly AddCommand[] = [
  addFrameworkList,
  addFrameworkStatus,
  addFrameworkAdd,
  addFrameworkFetch,
  addFrameworkRemove,
  addFrameworkPack,
  addFrameworkDiff,
  addFrameworkUpgrade,
  addFrameworkLint,
  addFrameworkMappings,
  addFrameworkChains,
  addFrameworkConflicts,
  addFrameworkImportLayer,
  addFrameworkStix,
];

export const addFramework: AddCommand = (program, context) => {
  const framework = program.command('framework').description('the frameworks that answers are built on');
  for (const addCommand of COMMANDS) addCommand(framework, context);
};
