import { Argument, Option } from 'commander';
import type { CoverageAnswer, CoveredItem } from '#model/answers/coverage';
import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { COVERAGE_FORMATS } from '#reports/registry';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, listOption, openSystem, textLook } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { wholeNumber } from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

interface CoverageOptions extends SystemOptions {
  readonly framework: readonly string[];
  readonly explain?: string;
  readonly layer: 'coverage' | 'gaps' | 'paths';
  readonly paths: string;
  readonly all?: boolean;
  readonly format: string;
}

export const addCoverage: AddCommand = (program, { io }) => {
  const command = program
    .command('coverage')
    .description('how much of each framework applies to a system, is mitigated and is evidenced')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(listOption('--framework <id...>', 'only these, item by item, e.g. atlas, owasp-llm@2025'))
    .option('--explain <item>', 'why an item counts as it does, e.g. LLM01 or owasp-llm@2025/LLM01')
    .option('--all', 'list items that do not apply, too')
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(COVERAGE_FORMATS.map(({ id }) => id))
        .default('text'),
    )
    .addOption(
      new Option('--layer <view>', 'what a Navigator layer shows')
        .choices(['coverage', 'gaps', 'paths'])
        .default('coverage'),
    )
    .option('--paths <n>', 'paths to each goal that the paths of a technique are counted over', '10');
  addSystemOptions(command).action(async (file: string, options: CoverageOptions) => {
    const pathsPerGoal = wholeNumber('--paths', options.paths);
    const { findEdition } = await import('#workspace/editions');
    const asked = options.framework.map((text) => {
      const { id, used } = findEdition(io.cwd, text) ?? refuseFramework(text);
      const edition = text.includes('@') ? { edition: text.slice(text.indexOf('@') + 1) } : {};
      return { framework: id, used, ...edition };
    });
    const packs = asked.filter(({ used }) => !used).map(({ framework }) => framework);
    const { workspace, model, diagnostics, folder, today } = await openSystem(io, file, options, packs);
    const { askCoverage } = await import('#workspace/coverage');
    const answer = askCoverage(workspace, model, { today, folder, diagnostics, pathsPerGoal }, asked);
    const { openTranslator } = await import('#messages/read-messages');
    const look = {
      ...(await textLook(io, options)),
      t: openTranslator(io.locale, ['coverage', 'terms']),
      all: options.all === true,
      items: asked.length > 0,
    };
    if (options.explain !== undefined) {
      const items = findItems(answer, options.explain);
      const { coverageReasonText } = await import('#reports/coverage/text');
      const { jsonText } = await import('#reports/json/json');
      const text = options.format === 'json' ? jsonText(items) : coverageReasonText(answer, items, look);
      writeOutput(io, text, options.output);
      return;
    }
    const format = COVERAGE_FORMATS.find(({ id }) => id === options.format)!;
    const write = await format.load();
    writeOutput(io, write(answer, { ...look, view: options.layer }), options.output);
  });
};

function refuseFramework(text: string): never {
  throw new ThreatloomError(
    'CLI-020',
    `--framework wants a name like atlas or owasp-llm@2025, not "${text}"`,
    {
      hint: 'see "framework list"',
    },
  );
}

/** `LLM01` in every edition, `LLM01:2025`, `owasp-llm@2025/LLM01`. */
function findItems({ matrices }: CoverageAnswer, text: string): readonly CoveredItem[] {
  const items = matrices.flatMap((matrix) => matrix.items);
  const found = items.filter(({ framework, edition, item }) =>
    [item, `${item}:${edition}`, `${framework}@${edition}/${item}`, `${framework}:${item}`].includes(text),
  );
  if (found.length > 0) return found;
  const near = nearestWord(
    text,
    items.map(({ item }) => item),
  );
  throw new ThreatloomError('CLI-021', `no item of the loaded frameworks is called "${text}"`, {
    hint: near === undefined ? 'see --format csv for all items' : `did you mean ${near}?`,
  });
}
