import { Option } from 'commander';
import type { Chain } from '#knowledge/mappings/chains';
import { jsonText } from '#reports/json/json';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { OUTPUT_OPTION, wholeNumber } from '../../read-options.ts';
import { writeOutput } from '../../write-output.ts';
import { chainText } from './chain-text.ts';

interface ChainsOptions {
  readonly through: readonly string[];
  readonly with: readonly string[];
  readonly maxLinks: string;
  readonly top: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
}

export const addFrameworkChains: AddCommand = (framework, { io }) => {
  framework
    .command('chains')
    .description('how one framework leads to another over mappings, and how weak the weakest of them is')
    .argument('<from>', 'a framework, an edition or a record: atlas, owasp-llm@2025/LLM01')
    .argument('<to>', 'the other end, e.g. iso-42001')
    .addOption(new Option('--through <framework...>', 'only over all of these').default([], 'none'))
    .addOption(
      new Option('--with <file...>', 'mapping files of your own in SSSOM TSV, beside those at hand').default(
        [],
        'none',
      ),
    )
    .option('--max-links <n>', 'mappings in a row at the most, up to 6', '3')
    .option('--top <n>', 'chains to show as text', '20')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(OUTPUT_OPTION())
    .action(async (from: string, to: string, options: ChainsOptions) => {
      const maxLinks = Math.min(6, wholeNumber('--max-links', options.maxLinks));
      const top = wholeNumber('--top', options.top);
      const { isAsked, openMappings, readAskedEnd } = await import('#workspace/mappings');
      const { findChains } = await import('#knowledge/mappings/chains');
      const knowledge = openMappings(io.cwd, options.with);
      const [start, end] = [from, to].map((text) => readAskedEnd(io.cwd, knowledge, text));
      const through = options.through.map((text) => readAskedEnd(io.cwd, knowledge, text).framework);
      const chains = findChains(knowledge, {
        from: isAsked(start!),
        to: isAsked(end!),
        through,
        maxLinks,
      });
      const text =
        options.format === 'json'
          ? jsonText(chains.map(plain))
          : chainText(chains, top, wantsColour(io) && options.output === undefined);
      writeOutput(io, text, options.output);
    });
};

function plain({ links, ...chain }: Chain): object {
  return {
    from: links[0]!.from.key,
    to: links.at(-1)!.to.key,
    ...chain,
    links: links.map(({ from, to, ...link }) => ({ from: from.key, to: to.key, ...link })),
  };
}
