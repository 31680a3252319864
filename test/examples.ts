/** The example systems with the core library, opened once for a test file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import type { SystemModel } from '#model/system-model';
import { openWorkspace, readSystem } from '#workspace/analysis';
import type { Workspace } from '#workspace/analysis';

export interface Example {
  readonly name: string;
  readonly model: SystemModel;
  /** Where its evidence is looked for. */
  readonly folder: string;
}

export function openExamples(): { readonly workspace: Workspace; readonly examples: readonly Example[] } {
  const workspace = openWorkspace();
  const folder = join(packageRoot(), 'examples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.system.yaml'));
  const examples = names.sort().map((name): Example => {
    const { model, diagnostics } = readSystem(workspace, name, folder);
    if (model === undefined) throw new Error(JSON.stringify(diagnostics));
    return { name, model, folder };
  });
  return { workspace, examples };
}
