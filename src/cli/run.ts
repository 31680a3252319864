import { Command, CommanderError } from 'commander';
import { EXIT, ThreatloomError } from '#model/errors';
import { COMMANDS } from './commands/registry.ts';
import type { Io, ProcessIo } from './io.ts';
import { wantsColour } from './io.ts';
import { LANG_OPTION, localeOf } from './locale.ts';
import { errorText } from './present-diagnostics.ts';
import { packageVersion } from '#packaging/package-root';

/**
 * Runs one command line.
 *
 * @param args without `node` and the script, e.g. `['analyze', 'chatbot.system.yaml']`
 * @returns the exit code: 0 clean, 1 findings at `--fail-on`, 2 bad usage or input, 3 internal fault, 4 store unavailable
 */
export async function run(args: readonly string[], process: ProcessIo): Promise<number> {
  const io: Io = { ...process, locale: localeOf(args, process.env) };
  const outcome = { exitCode: EXIT.clean as number };
  const program = new Command('threatloom')
    .description('AI threat modelling: attack paths, gaps and coverage, from files to a graph you can ask')
    .version(packageVersion(), '-V, --version', 'print the version')
    .option('--debug', 'show stack traces of errors')
    .addOption(LANG_OPTION())
    .showSuggestionAfterError()
    .showHelpAfterError('  what there is: threatloom --help, threatloom COMMAND --help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.out(text);
      },
      writeErr: (text) => {
        io.err(text);
      },
    });
  for (const addCommand of COMMANDS) addCommand(program, { io, outcome });
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput(program.configureOutput());
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.badInput;
    const debug = program.opts<{ debug?: boolean }>().debug === true;
    io.err(errorText(error, wantsColour(io), debug));
    return error instanceof ThreatloomError ? error.exitCode : EXIT.internal;
  }
}

function everyCommand(command: Command): Command[] {
  return command.commands.flatMap((sub) => [sub, ...everyCommand(sub)]);
}
