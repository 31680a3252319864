import type { GraphStore } from '#stores/port';
import type { AddCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { AS_OF_OPTION, isoDate } from '../open-system.ts';
import { errorText } from '../present-diagnostics.ts';
import { LIBRARY_OPTION, STORE_OPTION, libraryFolders } from '../read-options.ts';

interface McpOptions {
  readonly store?: string;
  readonly library?: readonly string[];
  readonly asOf?: string;
}

export const addMcp: AddCommand = (program, { io }) => {
  program
    .command('mcp')
    .description('answer assistants over standard input and output (Model Context Protocol)')
    .argument('[systems...]', 'system models, NAME.system.yaml')
    .addOption(STORE_OPTION())
    .addOption(LIBRARY_OPTION())
    .addOption(AS_OF_OPTION())
    .action(async (files: readonly string[], options: McpOptions) => answerAssistant(io, files, options));
};

/** Until the assistant closes standard input. */
async function answerAssistant(io: Io, files: readonly string[], options: McpOptions): Promise<void> {
  const { StdioServerTransport, serveStdio } = await import('@modelcontextprotocol/server/stdio');
  const { createMcpServer } = await import('#mcp/mcp-server');
  const { loadNamedQueries } = await import('#stores/queries/load-queries');
  const { graphSchema } = await import('#stores/schema/read-schema');
  const { Systems } = await import('#workers/systems');
  const { fillStore } = await import('#workers/fill-store');
  const { openStore } = await import('#workspace/store');
  const systems = await Systems.open({
    files,
    libraryFolders: libraryFolders(io, options.library),
    cwd: io.cwd,
    today: options.asOf === undefined ? io.today : isoDate(options.asOf),
  });
  let store: Promise<GraphStore> | undefined;
  const filled = async (): Promise<GraphStore> => {
    const opened = await openStore(options.store, io.cwd, io.env);
    try {
      await fillStore(opened, systems);
      return opened;
    } catch (error) {
      await opened.close();
      // The next question tries again.
      store = undefined;
      throw error;
    }
  };
  const sources = {
    systems,
    queries: loadNamedQueries(graphSchema()),
    store: () => (store ??= filled()),
  };
  await new Promise<void>((resolve) => {
    const onFault = (error: unknown): void => {
      io.err(errorText(error, false, true));
    };
    const transport = new StdioServerTransport();
    serveStdio(
      () => {
        const server = createMcpServer(sources, onFault);
        server.server.onclose = resolve;
        return server;
      },
      { transport, onerror: onFault },
    );
    process.stdin.once('close', resolve);
  });
  await systems.close();
  await store?.then(
    (opened) => opened.close(),
    () => undefined,
  );
}
