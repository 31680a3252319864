import { Option } from 'commander';
import { SAFEGUARD_STATUSES, type SafeguardStatus } from '#model/system-model';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { addSystemOptions, openSystem, type SystemOptions } from '../../open-system.ts';
import { diagnosticsText } from '../../present-diagnostics.ts';
import { writeOutput } from '../../write-output.ts';

interface ImportLayerOptions extends SystemOptions {
  readonly system: string;
  readonly control: readonly string[];
  readonly status: SafeguardStatus;
}

export const addFrameworkImportLayer: AddCommand = (framework, { io }) => {
  const command = framework
    .command('import-layer')
    .description(
      'safeguards for a system model from a Navigator layer or DeTT&CT file of what you detect or prevent',
    )
    .argument('<layer>', 'the file')
    .requiredOption('--system <file>', 'the system model that they are for')
    .addOption(
      new Option(
        '--control <id...>',
        'what they are, e.g. AML.M0024; without it all controls of each technique, to choose from',
      ).default([], 'none'),
    )
    .addOption(
      new Option('--status <status>', 'how far they are; more than planned needs --control')
        .choices(SAFEGUARD_STATUSES)
        .default('planned'),
    );
  addSystemOptions(command).action(async (file: string, options: ImportLayerOptions) => {
    const { workspace, model, folder, today } = await openSystem(io, options.system, options);
    const { layerSafeguards, safeguardsYaml } = await import('#workspace/layer-safeguards');
    const { safeguards, diagnostics, counts } = layerSafeguards(workspace, model, file, io.cwd, {
      today,
      folder,
      controls: options.control,
      status: options.status,
    });
    if (options.quiet !== true) {
      io.err(diagnosticsText(diagnostics, wantsColour(io)));
      const { all, counting, here } = counts;
      io.err(
        `${all} techniques in the layer, ${counting} of them count, ${here} have a threat in ${model.id}\n`,
      );
    }
    writeOutput(io, safeguardsYaml(safeguards), options.output);
  });
};
