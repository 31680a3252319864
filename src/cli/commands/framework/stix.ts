import type { AddCommand } from '../../command.ts';
import { addSystemOptions, openSystem } from '../../open-system.ts';
import type { SystemOptions } from '../../open-system.ts';
import { writeOutput } from '../../write-output.ts';

interface StixOptions extends SystemOptions {
  readonly system?: string;
}

/** Written where neither a framework nor a system is named. */
const MITRE_FRAMEWORKS = ['atlas', 'attack-enterprise'];

export const addFrameworkStix: AddCommand = (framework, { io }) => {
  const command = framework
    .command('stix')
    .description('a STIX 2.1 bundle of frameworks, and of a system with its threats and attack paths')
    .argument(
      '[frameworks...]',
      'editions or files, written whole; ATLAS and ATT&CK unless told, with --system what the system touches',
    )
    .option('--system <file>', 'a system model, NAME.system.yaml');
  addSystemOptions(command).action(async (names: readonly string[], options: StixOptions) => {
    const { readStixEditions, stixSource } = await import('#workspace/stix');
    const { stixBundle } = await import('#reports/stix/stix');
    if (options.system === undefined) {
      const frameworks = readStixEditions(io.cwd, names.length === 0 ? MITRE_FRAMEWORKS : names);
      writeOutput(io, stixBundle(stixSource(frameworks)), options.output);
      return;
    }
    const frameworks = readStixEditions(io.cwd, names);
    // A bundle is for programs, so its sentences are in one language, as those of JSON.
    const json = { ...options, format: 'json' };
    const { workspace, model, diagnostics, folder, today } = await openSystem(io, options.system, json);
    const { analyzeSystem } = await import('#workspace/analysis');
    const result = analyzeSystem(workspace, model, { today, diagnostics, folder });
    writeOutput(io, stixBundle(stixSource(frameworks, { workspace, model, result })), options.output);
  });
};
