/**
 * The library as users get it: packed, put into an empty project, and used as docs/api.md says. `npm run build` comes first, as in
 * `npm test`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';
import { codeBlocks } from '../docs/code-blocks.ts';

const root = packageRoot();
const page = readFileSync(join(root, 'docs', 'api.md'), 'utf8');
const examples = [...page.matchAll(/^```js run\n([^]*?)^```\n\n```text\n([^]*?)^```$/gm)].map(
  ([, code, prints]) => ({
    code: code!,
    prints: prints!,
  }),
);
const windows = process.platform === 'win32';
let project: string;

beforeAll(() => {
  assertBuilt();
  project = mkdtempSync(join(tmpdir(), 'threatloom-project-'));
  const npm = windows ? 'npm.cmd' : 'npm';
  const packed = execFileSync(npm, ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    shell: windows,
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'threatloom'), { recursive: true });
  execFileSync('tar', ['-xzf', filename, '-C', join(modules, 'threatloom'), '--strip-components=1'], {
    cwd: project,
  });
  // What `npm install` would fetch is here already.
  const manifest = JSON.parse(readFileSync(join(modules, 'threatloom', 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const block of codeBlocks(page)) {
    if (block.kind === 'file') writeFileSync(join(project, block.file), block.text);
  }
  for (const [i, { code }] of examples.entries()) writeFileSync(join(project, `example-${i}.mts`), code);
}, 120_000);

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

describe('the packed package', () => {
  it('does what docs/api.md shows', { timeout: 120_000 }, () => {
    for (const [i, { code }] of examples.entries()) writeFileSync(join(project, `example-${i}.mjs`), code);
    const all = examples.map((_, i) => `console.log('--- ${i}');\nawait import('./example-${i}.mjs');\n`);
    writeFileSync(join(project, 'all.mjs'), all.join(''));
    const { status, stdout, stderr } = spawnSync(process.execPath, ['all.mjs'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(examples.map(({ prints }, i) => `--- ${i}\n${prints}`).join(''));
    expect(examples.length).toBeGreaterThan(5);
  });

  it('brings its types', { timeout: 120_000 }, () => {
    const files = examples.map((_, i) => join(project, `example-${i}.mts`));
    const wrong = join(project, 'wrong.mts');
    writeFileSync(
      wrong,
      "import { openWorkspace } from 'threatloom';\nopenWorkspace().readSystem('x').paths({ k: 'five' });\n",
    );
    const program = ts.createProgram([...files, wrong], {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      // The examples are JavaScript: they leave out what only a checker wants.
      strict: false,
      types: ['node'],
      noEmit: true,
      skipLibCheck: true,
    });
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => [
        file?.fileName.slice(project.length + 1),
        ts.flattenDiagnosticMessageText(messageText, ' '),
      ]);
    expect(messages).toEqual([['wrong.mts', "Type 'string' is not assignable to type 'number'."]]);
  });

  it('lets nothing else be imported', () => {
    writeFileSync(join(project, 'inner.mjs'), "await import('threatloom/dist/src/workspace/analysis.js');\n");
    const { status, stderr } = spawnSync(process.execPath, ['inner.mjs'], { cwd: project, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('promises what etc/threatloom.api.md says', { timeout: 120_000 }, () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/api-report.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

/** Else something that was there before would be tested. */
function assertBuilt(): void {
  const built = statSync(join(root, 'dist', 'src', 'index.d.ts'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  for (const folder of ['src', 'importers']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || statSync(join(root, folder, file)).mtimeMs <= built) continue;
      throw new Error(`${folder}/${file} is newer than dist/: npm run build`);
    }
  }
}
