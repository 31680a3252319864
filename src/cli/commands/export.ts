import { Argument, Option } from 'commander';
import { ThreatloomError } from '#model/errors';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, openSystem, type SystemOptions } from '../open-system.ts';
import { writeOutput } from '../write-output.ts';

interface ExportOptions extends SystemOptions {
  readonly to: string;
}

export const addExport: AddCommand = (program, { io }) => {
  const command = program
    .command('export')
    .description('write a system model in the format of another tool; says what that has no place for')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(new Option('--to <format>', 'otm, threat-dragon or mermaid').makeOptionMandatory());
  addSystemOptions(command).action(async (file: string, options: ExportOptions) => {
    const { SYSTEM_EXPORTERS } = await import('#reports/systems/registry');
    const exporter = SYSTEM_EXPORTERS.find(({ id }) => id === options.to);
    if (exporter === undefined) {
      throw new ThreatloomError('EXPORT-001', `there is no export to "${options.to}"`, {
        hint: `known: ${SYSTEM_EXPORTERS.map(({ id }) => id).join(', ')}`,
      });
    }
    const { model } = await openSystem(io, file, options);
    const { text, leftOut } = exporter.write(model);
    writeOutput(io, text, options.output);
    if (options.quiet === true || leftOut.length === 0) return;
    io.err(`${exporter.title} has no place for ${leftOut.join(', ')}\n`);
  });
};
