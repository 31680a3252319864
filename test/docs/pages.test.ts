/**
 * What README.md and docs/ tell readers to type in works, from top to bottom of each page, in an empty folder.
 *
 * A shown output may leave out lines by a line of `…`.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';
import type { BuiltCli } from '../cli/built-cli.ts';
import { buildCli } from '../cli/built-cli.ts';
import { codeBlocks } from './code-blocks.ts';

const docs = readdirSync(join(packageRoot(), 'docs'), { recursive: true, encoding: 'utf8' });
const PAGES = ['README.md', ...docs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];
const pages = PAGES.sort().map((page) => [page, readFileSync(join(packageRoot(), page), 'utf8')] as const);

describe('links within the pages', () => {
  it.each(pages)('%s', (page, text) => {
    const prose = text.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!.split('#')[0]!);
    const missing = targets
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(packageRoot(), dirname(page), target)));
    expect(missing).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('what a page tells to type in', { timeout: 120_000 }, () => {
  let cli: BuiltCli;
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'threatloom-docs-'));
    folders.push(made);
    return made;
  };
  beforeAll(() => {
    cli = buildCli();
  });
  afterAll(() => {
    cli.dispose();
    for (const made of folders) rmSync(made, { recursive: true, force: true });
  });

  const executable = pages.filter(([, text]) => codeBlocks(text).some(({ kind }) => kind === 'run'));

  it('is there in the README at least', () => {
    expect(executable.map(([page]) => page)).toContain('README.md');
  });

  it.each(executable)('%s', (_, text) => {
    const cwd = folder();
    const bin = join(folder(), 'bin');
    mkdirSync(bin);
    // In place of the package of this name that npx would run.
    const npx = `#!/bin/sh\n[ "$1" = threatloom ] || exit 127\nshift\nexec "${process.execPath}" "${cli.main}" "$@"\n`;
    writeFileSync(join(bin, 'npx'), npx);
    chmodSync(join(bin, 'npx'), 0o755);
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
    for (const block of codeBlocks(text)) {
      if (block.kind === 'file') {
        (block.append ? appendFileSync : writeFileSync)(join(cwd, block.file), block.text);
        continue;
      }
      const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-e', '-c', block.script], {
        cwd,
        env,
        encoding: 'utf8',
      });
      expect({ line: block.line, status, stderr }).toEqual({
        line: block.line,
        status: 0,
        stderr: expect.not.stringContaining('error') as string,
      });
      if (block.prints !== undefined) expect(stdout).toMatch(shown(block.prints));
    }
  });
});

/** The output as shown, where a line of `…` stands for any lines. */
function shown(text: string): RegExp {
  const lines = text.trimEnd().split('\n');
  const parts = lines.map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${escaped(line.trimEnd())}\\n`));
  return new RegExp(`^${parts.join('')}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
