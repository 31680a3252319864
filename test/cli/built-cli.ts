/**
 * The command line as JavaScript in a temporary folder, built from the sources as they are now: for tests of what only a
 * process of its own can show.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '#packaging/package-root';

export interface BuiltCli {
  /** To run with Node.js. */
  readonly main: string;
  readonly dispose: () => void;
}

export function buildCli(): BuiltCli {
  const root = mkdtempSync(join(tmpdir(), 'threatloom-built-cli-'));
  const { files } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    files: readonly string[];
  };
  for (const shared of ['package.json', 'node_modules', ...files.filter((file) => file !== 'dist')]) {
    symlinkSync(join(packageRoot(), shared), join(root, shared));
  }
  for (const folder of ['src', 'importers']) {
    for (const entry of readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('.ts')) continue;
      const target = join(root, 'dist', folder, entry).replace(/\.ts$/, '.js');
      mkdirSync(dirname(target), { recursive: true });
      const { outputText } = ts.transpileModule(
        readFileSync(join(packageRoot(), folder, entry), 'utf8'),
        COMPILER,
      );
      writeFileSync(target, outputText);
    }
  }
  // Used where it was compiled from the library as it is now; reading the YAML again would take most of a process's start.
  const compiled = join(packageRoot(), 'dist', 'libraries');
  if (existsSync(compiled)) symlinkSync(compiled, join(root, 'dist', 'libraries'));
  return {
    main: join(root, 'dist', 'src', 'cli', 'main.js'),
    dispose: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const COMPILER = {
  compilerOptions: {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  },
};
