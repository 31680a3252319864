import { Argument, Option } from 'commander';
import { packageVersion } from '#packaging/package-root';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, openSystem, textLook } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { wholeNumber } from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

const FORMATS = ['text', 'json', 'mermaid', 'dot', 'svg'] as const;

interface TreeOptions extends SystemOptions {
  readonly goal: string;
  readonly depth: string;
  readonly breadth: string;
  readonly format: (typeof FORMATS)[number];
}

export const addTree: AddCommand = (program, { io }) => {
  const command = program
    .command('tree')
    .description('the attack tree of a goal: what an attacker needs, any of these, all of those')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(new Option('--goal <id>', 'a goal of the model').makeOptionMandatory())
    .option('--depth <n>', 'levels of steps below the goal', '4')
    .option('--breadth <n>', 'steps to show for each fact, likeliest first', '4')
    .addOption(new Option('--format <format>', 'how to print').choices(FORMATS).default('text'));
  addSystemOptions(command).action(async (file: string, options: TreeOptions) => {
    const depth = wholeNumber('--depth', options.depth);
    const breadth = wholeNumber('--breadth', options.breadth);
    const { workspace, model, folder, today } = await openSystem(io, file, options);
    const { openAnswers } = await import('#workspace/answers');
    const { askTree } = await import('#analysis/tree-query/ask-tree');
    const basis = openAnswers(workspace, model, { today, folder });
    const tree = askTree(basis, { goal: options.goal, depth, breadth }, packageVersion());
    const look = await textLook(io, options);
    const text = async (): Promise<string> => {
      switch (options.format) {
        case 'json':
          return `${JSON.stringify(tree, null, 2)}\n`;
        case 'mermaid':
          return (await import('#reports/tree/mermaid')).treeMermaid(tree, look.t);
        case 'dot':
          return (await import('#reports/tree/dot')).treeDot(tree, look.t);
        case 'svg':
          return (await import('#reports/tree/svg')).treeSvg(tree, look.t);
        case 'text':
          return (await import('#reports/tree/text')).treeText(tree, look);
      }
    };
    writeOutput(io, await text(), options.output);
  });
};
