import { EXIT, ThreatloomError } from '#model/errors';
import type { AddCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { STORE_OPTION } from '../read-options.ts';

interface Check {
  readonly name: string;
  readonly run: () => Promise<string> | string;
}

export const addDoctor: AddCommand = (program, { io, outcome }) => {
  program
    .command('doctor')
    .description('look whether everything that threatloom needs is there and whole')
    .addOption(STORE_OPTION())
    .action(async ({ store }: { readonly store?: string }) => {
      for (const { name, run } of checks(io, store)) {
        try {
          io.out(`✓ ${name}: ${await run()}\n`);
        } catch (error) {
          const hint = error instanceof ThreatloomError && error.hint !== undefined ? ` (${error.hint})` : '';
          io.out(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}${hint}\n`);
          const code = error instanceof ThreatloomError ? error.exitCode : EXIT.internal;
          outcome.exitCode = Math.max(outcome.exitCode, code);
        }
      }
    });
};

function checks(io: Io, uri: string | undefined): readonly Check[] {
  return [
    { name: 'Node.js', run: nodeVersion },
    {
      name: 'frameworks',
      run: async () => {
        const { loadKnowledge } = await import('#knowledge/load-knowledge');
        const { frameworks, mappings } = loadKnowledge();
        return `${frameworks.length} editions, ${mappings.length} mappings`;
      },
    },
    {
      name: 'core library',
      run: async () => {
        const { loadLibraries } = await import('#workspace/libraries');
        return loadLibraries([])
          .map(({ id, version, rules }) => `${id} ${version}, ${rules.length} rules`)
          .join('; ');
      },
    },
    {
      name: 'queries',
      run: async () => {
        const { graphSchema } = await import('#stores/schema/read-schema');
        const { loadNamedQueries } = await import('#stores/queries/load-queries');
        return `${loadNamedQueries(graphSchema()).length} checked`;
      },
    },
    {
      name: uri === undefined ? 'embedded store' : 'server',
      run: async () => {
        const { openStore } = await import('#workspace/store');
        const store = await openStore(uri, io.cwd, io.env);
        try {
          const summary = await store.summary();
          if (summary === undefined) return 'usable; no graph yet: threatloom build';
          await store.read('MATCH (b:Build) RETURN b.digest AS digest ORDER BY digest');
          return `usable; build ${summary.digest.slice(0, 12)}`;
        } finally {
          await store.close();
        }
      },
    },
  ];
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return process.versions.node;
  throw new ThreatloomError('CLI-015', `${process.versions.node} is too old`, {
    hint: 'install 20.19 or later',
  });
}
