import { resolve } from 'node:path';
import type { GraphQLError } from 'graphql/error/index.js';
import { NO_SYSTEMS } from '#model/answers/answer-source';
import type { AnswerSource } from '#model/answers/answer-source';
import { hasErrors } from '#model/diagnostics';
import type { Diagnostic } from '#model/diagnostics';
import { EXIT, ThreatloomError } from '#model/errors';
import { openStore } from '#workspace/store';
import type { AddCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { wantsColour } from '../io.ts';
import { AS_OF_OPTION, isoDate } from '../open-system.ts';
import { diagnosticsText } from '../present-diagnostics.ts';
import { LIBRARY_OPTION, OUTPUT_OPTION, STORE_OPTION, libraryFolders } from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

interface GraphqlOptions {
  readonly store?: string;
  readonly variables?: string;
  readonly variablesFile?: string;
  readonly operation?: string;
  readonly library?: readonly string[];
  readonly asOf?: string;
  readonly output?: string;
}

export const addGraphql: AddCommand = (program, { io, outcome }) => {
  program
    .command('graphql')
    .description('ask the graph, and the analysis of system models, in GraphQL')
    .argument('<document>', 'its text, or @FILE, e.g. "{ assets { name exposedTo { technique risk } } }"')
    .argument('[systems...]', 'system models, for "analysis" and "whatIf"')
    .option('--variables <json>', `values of the document's variables, e.g. '{"id": "bot"}'`)
    .option('--variables-file <file>', 'the same from a file')
    .option('--operation <name>', 'which one, where the document has several')
    .addOption(STORE_OPTION())
    .addOption(LIBRARY_OPTION())
    .addOption(AS_OF_OPTION())
    .addOption(OUTPUT_OPTION())
    .action(async (document: string, files: readonly string[], options: GraphqlOptions) => {
      const variables = await variablesOf(io, options);
      const { name, text } = await documentOf(io, document);
      const { openGraphqlApi } = await import('#graphql/api');
      const answers = await answersAbout(io, files, options);
      const store = await openStore(options.store, io.cwd, io.env);
      const errors: GraphQLError[] = [];
      try {
        const result = await openGraphqlApi({ store, answers }).run({
          text,
          name,
          variables,
          ...(options.operation !== undefined && { operationName: options.operation }),
          report: (error) => errors.push(error),
        });
        assertAnswered(errors);
        writeOutput(io, `${JSON.stringify(result, null, 2)}\n`, options.output);
        if (result.errors === undefined) return;
        io.err(
          diagnosticsText(
            result.errors.map((error) => diagnosticOf(error, name)),
            wantsColour(io),
          ),
        );
        outcome.exitCode = EXIT.badInput;
      } finally {
        await store.close();
      }
    });
};

async function documentOf(
  io: Io,
  document: string,
): Promise<{ readonly name: string; readonly text: string }> {
  if (!document.startsWith('@')) return { name: 'document', text: document };
  const file = document.slice(1);
  return { name: file, text: await textOf(io, file) };
}

/** @throws ThreatloomError GRAPHQL-021 where they are no JSON object */
async function variablesOf(
  io: Io,
  { variables, variablesFile }: GraphqlOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const text = variables ?? (variablesFile === undefined ? '{}' : await textOf(io, variablesFile));
  const option = variables === undefined ? '--variables-file' : '--variables';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ThreatloomError('GRAPHQL-021', `${option} wants JSON`, {
      hint: (cause as Error).message,
      cause,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new ThreatloomError('GRAPHQL-021', `${option} wants a JSON object`, { hint: `e.g. '{"id": "bot"}'` });
}

async function textOf(io: Io, file: string): Promise<string> {
  const { readText } = await import('#workspace/analysis');
  return readText(resolve(io.cwd, file), file);
}

async function answersAbout(
  io: Io,
  files: readonly string[],
  { library, asOf }: GraphqlOptions,
): Promise<AnswerSource> {
  if (files.length === 0) return NO_SYSTEMS;
  const { openAnswerSource } = await import('#workspace/answer-source');
  const { openWorkspace, readSystem } = await import('#workspace/analysis');
  const workspace = openWorkspace(libraryFolders(io, library), io.cwd);
  const read = files.map((file) => ({ file, ...readSystem(workspace, file, io.cwd) }));
  const faults = read.flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(faults)) {
    throw new ThreatloomError('CLI-007', 'a system model is not valid', { diagnostics: faults });
  }
  const systems = read.map(({ model, ...rest }) => ({ model: model!, ...rest }));
  const today = asOf === undefined ? io.today : isoDate(asOf);
  return openAnswerSource({ workspace, systems, cwd: io.cwd, today });
}

/** Where the store or this program is at fault, there is no answer to print. */
function assertAnswered(errors: readonly GraphQLError[]): void {
  for (const { originalError } of errors) {
    if (originalError === undefined || originalError.name === 'GraphQLError') continue;
    const isAnswer = originalError instanceof ThreatloomError && originalError.exitCode === EXIT.badInput;
    if (!isAnswer) throw originalError;
  }
}

function diagnosticOf(error: GraphQLError, file: string): Diagnostic {
  const { message, extensions } = error;
  const at = error.locations?.[0];
  const { code, hint } = extensions as { readonly code: string; readonly hint?: string };
  return {
    code,
    severity: 'error',
    message,
    ...(at !== undefined && { file, line: at.line, column: at.column }),
    ...(hint !== undefined && { hint }),
  };
}
