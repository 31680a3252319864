/**
 * The stores as a package of JavaScript in a temporary folder, for tests that need them in a process of their own.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import ts from 'typescript';
import { packageRoot } from '#packaging/package-root';

export interface BuiltPackage {
  /** Starts a script that may import `#stores/…`; its standard output is piped. */
  start(script: string, ...args: readonly string[]): ChildProcessByStdio<null, Readable, null>;
  /** Runs a script to its end and gives its standard output. */
  run(script: string, ...args: readonly string[]): string;
  dispose(): void;
}

export function buildPackage(): BuiltPackage {
  const root = mkdtempSync(join(tmpdir(), 'threatloom-built-'));
  copyFileSync(join(packageRoot(), 'package.json'), join(root, 'package.json'));
  for (const shared of ['node_modules', 'graph-schema', 'queries']) {
    symlinkSync(join(packageRoot(), shared), join(root, shared), 'junction');
  }
  for (const layer of ['src/model', 'src/packaging', 'src/stores']) {
    const folder = join(packageRoot(), layer);
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('.ts')) continue;
      const source = join(folder, entry);
      const target = join(root, 'dist', relative(packageRoot(), source)).replace(/\.ts$/, '.js');
      mkdirSync(dirname(target), { recursive: true });
      const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2023,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          rewriteRelativeImportExtensions: true,
        },
      });
      writeFileSync(target, outputText);
    }
  }
  let scripts = 0;
  const write = (script: string): string => {
    const file = join(root, `script-${scripts++}.mjs`);
    writeFileSync(file, script);
    return file;
  };
  return {
    start: (script, ...args) =>
      spawn(process.execPath, [write(script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] }),
    run: (script, ...args) => execFileSync(process.execPath, [write(script), ...args], { encoding: 'utf8' }),
    dispose: () => {
      rmSync(root, { recursive: true });
    },
  };
}
