import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { GraphBatch } from '#model/graph';
import type { GraphStore } from '#stores/port';
import type { AddCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { wantsColour } from '../io.ts';
import { diagnosticsText } from '../present-diagnostics.ts';
import { ProgressLine } from '../progress-line.ts';
import { LIBRARY_OPTION, STORE_OPTION, libraryFolders } from '../read-options.ts';

interface BuildOptions {
  readonly store?: string;
  readonly library?: readonly string[];
  readonly quiet?: boolean;
}

export const addBuild: AddCommand = (program, { io }) => {
  program
    .command('build')
    .description('build the graph from the frameworks and your systems, into the embedded store')
    .argument('[systems...]', 'system models, NAME.system.yaml')
    .addOption(LIBRARY_OPTION())
    .option('--quiet', 'no warnings and no progress')
    .action(async (files: readonly string[], options: BuildOptions) => load(io, files, options));
};

export const addPush: AddCommand = (program, { io }) => {
  program
    .command('push')
    .description('build the graph into a Neo4j server; readers see the old graph until the new one is whole')
    .argument('[systems...]', 'system models, NAME.system.yaml')
    .addOption(STORE_OPTION().makeOptionMandatory())
    .addOption(LIBRARY_OPTION())
    .option('--quiet', 'no warnings and no progress')
    .action(async (files: readonly string[], options: BuildOptions) => load(io, files, options));
};

async function load(io: Io, files: readonly string[], options: BuildOptions): Promise<void> {
  const { openStore } = await import('#workspace/store');
  const batch = await batchOf(io, files, options);
  const store: GraphStore = await openStore(options.store, io.cwd, io.env);
  const progress = new ProgressLine(io, options.quiet === true ? undefined : 'loading');
  try {
    const { digest, nodes, edges } = await store.load(batch, (at) => {
      progress.show(at);
    });
    progress.done();
    io.out(
      `${sum(nodes)} nodes and ${sum(edges)} edges in ${options.store ?? 'the embedded store'}, digest ${digest}\n`,
    );
  } finally {
    progress.done();
    await store.close();
  }
}

async function batchOf(io: Io, files: readonly string[], options: BuildOptions): Promise<GraphBatch> {
  const { analyzeSystem, openWorkspace, readSystem } = await import('#workspace/analysis');
  const { buildGraph } = await import('#workspace/graph');
  const workspace = openWorkspace(libraryFolders(io, options.library), io.cwd);
  const read = files.map((file) => ({ file, ...readSystem(workspace, file, io.cwd) }));
  const faults = read.flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(faults)) {
    throw new ThreatloomError('CLI-007', 'the graph was not built: a system model is not valid', {
      diagnostics: faults,
    });
  }
  if (options.quiet !== true) io.err(diagnosticsText(faults, wantsColour(io)));
  return buildGraph(
    workspace,
    read.flatMap(({ model, diagnostics, folder }) =>
      model === undefined
        ? []
        : [
            {
              system: model,
              folder,
              result: analyzeSystem(workspace, model, { today: io.today, diagnostics, folder }),
            },
          ],
    ),
  );
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
