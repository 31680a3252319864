import { resolve } from 'node:path';
import { Option } from 'commander';
import { EXIT, ThreatloomError } from '#model/errors';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { upgradeText } from './upgrade-text.ts';

interface UpgradeOptions {
  readonly decide?: readonly string[];
  readonly decisions?: string;
  readonly write?: boolean;
  readonly format: 'text' | 'json';
}

export const addFrameworkUpgrade: AddCommand = (framework, { io, outcome }) => {
  framework
    .command('upgrade')
    .description(
      'move your files and the lock to another edition; shows what it would change, --write does it',
    )
    .argument('<from>', 'the edition that your files name, e.g. owasp-llm@2025')
    .argument('<to>', 'the edition that they should name')
    .argument(
      '[files...]',
      'system models, libraries, frameworks of your own, SSSOM tables, or folders with them',
    )
    .option(
      '--decide <old=new...>',
      'what takes the place of a record that has several successors or none; OLD=keep leaves it',
    )
    .option('--decisions <file>', 'the same as a YAML or JSON mapping')
    .option('--write', 'change the files, all or none')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit code 1 where something is left to decide; --write then changes nothing.')
    .action(async (from: string, to: string, files: readonly string[], options: UpgradeOptions) => {
      const { planWorkspaceUpgrade, writeUpgrade } = await import('#workspace/upgrade');
      const { decide = [], decisions, write = false, format } = options;
      const made = new Map([
        ...(decisions === undefined ? [] : await readDecisions(resolve(io.cwd, decisions), decisions)),
        ...decide.map(parseDecision),
      ]);
      const plan = planWorkspaceUpgrade(io.cwd, from, to, files, made);
      const blocked = plan.open.length > 0;
      if (blocked) outcome.exitCode = EXIT.findings;
      if (write && !blocked) writeUpgrade(io.cwd, plan);
      if (format === 'json') {
        const { replacements, moves, restated, open, pin } = plan;
        const changes = replacements.map(({ file }) => file);
        const head = { framework: plan.framework, from: plan.from, to: plan.to };
        const said = { ...head, moves, restated, open, pin, changes, written: write && !blocked };
        io.out(`${JSON.stringify(said, null, 2)}\n`);
        return;
      }
      io.out(upgradeText(plan, { write, colour: wantsColour(io) }));
    });
};

function parseDecision(text: string): [string, string] {
  const [, old, chosen] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (old !== undefined && chosen !== undefined) return [old.trim(), chosen.trim()];
  throw new ThreatloomError('UPGRADE-002', `"${text}" is no decision`, {
    hint: 'decide as OLD=NEW, or OLD=keep',
  });
}

async function readDecisions(path: string, file: string): Promise<readonly [string, string][]> {
  const { readText } = await import('#workspace/analysis');
  const { parse } = await import('yaml');
  const text = readText(path, file);
  let content: unknown;
  try {
    content = parse(text, { schema: 'failsafe', maxAliasCount: 0 });
  } catch (cause) {
    throw new ThreatloomError('UPGRADE-002', 'the decisions are not YAML', { file, cause });
  }
  const entries =
    typeof content === 'object' && content !== null && !Array.isArray(content) ? Object.entries(content) : [];
  if (entries.length > 0 && entries.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
    return entries;
  throw new ThreatloomError('UPGRADE-002', 'the decisions are no mapping from old ids to new ones', { file });
}
