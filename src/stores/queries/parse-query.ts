/**
 * The text of one `.cypher` file → NamedQuery.
 *
 *     // One sentence that says what it answers.
 *     //
 *     // Parameters:
 *     //   system: string = "" — only this system; all where empty
 *     // Columns:
 *     //   asset: string — id of the asset
 *     MATCH …
 */
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { checkQuery } from '../cypher-guard/check-query.ts';
import type { ReadQuery } from '../cypher-guard/read-query.ts';
import { readQuery } from '../cypher-guard/read-query.ts';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { NamedQuery, ParameterType, QueryColumnSpec, QueryParameterSpec } from './named-query.ts';
import { PARAMETER_TYPES } from './named-query.ts';
import { fitsType } from './query-parameters.ts';

const ENTRY = /^ {2}([a-z][A-Za-z0-9]*): ([a-z]+)(?: = (.+?))? — (.+)$/;

export interface ParsedQuery {
  /** Undefined where something is wrong. */
  readonly query: NamedQuery | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and checks one query: the guard lets it pass, its labels and types are the schema's, every node pattern carries
 * a label, its parameters and columns are those that the header declares, and its rows have an order.
 *
 * Codes: QUERY-001 header, QUERY-002 parameters, QUERY-003 columns, QUERY-004 no ORDER BY, and those of the guard.
 */
export function parseQuery(
  source: { readonly file: string; readonly topic: string; readonly name: string; readonly text: string },
  schema: GraphSchema,
): ParsedQuery {
  const { file, topic, name, text } = source;
  const diagnostics: Diagnostic[] = [];
  const report = (code: string, message: string, line = 1): void => {
    diagnostics.push({ code, severity: 'error', message, file, line });
  };
  const header = readHeader(text, report);
  let query: ReadQuery;
  try {
    query = readQuery(text);
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    const { code, message, line, column, hint } = error;
    diagnostics.push({
      code,
      severity: 'error',
      message,
      file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      ...(hint !== undefined && { hint }),
    });
    return { query: undefined, diagnostics };
  }
  diagnostics.push(...checkQuery(query, schema).map((diagnostic) => ({ ...diagnostic, file })));
  const { summary, parameters, columns } = header;
  const declared = parameters.map((parameter) => parameter.name).sort();
  if (declared.join() !== query.parameters.join()) {
    report(
      'QUERY-002',
      `the header declares the parameters ${list(declared)}, the query uses ${list(query.parameters)}`,
    );
  }
  const names = columns.map((column) => column.name);
  const returned = query.columns.map((column) => column.name);
  if (names.join() !== returned.join()) {
    report(
      'QUERY-003',
      `the header declares the columns ${list(names)}, the query returns ${list(returned)}`,
    );
  }
  if (!query.ordered) report('QUERY-004', 'the query has no ORDER BY, so its rows come in any order');
  if (diagnostics.length > 0) return { query: undefined, diagnostics };
  return {
    query: { name, topic, summary, parameters, columns, cypher: query.cypher.trim(), file },
    diagnostics,
  };
}

interface Header {
  readonly summary: string;
  readonly parameters: readonly QueryParameterSpec[];
  readonly columns: readonly QueryColumnSpec[];
}

function readHeader(text: string, report: (code: string, message: string, line?: number) => void): Header {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const comments = lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.slice(2).replace(/^ /, ''));
  const summary: string[] = [];
  const parameters: QueryParameterSpec[] = [];
  const columns: QueryColumnSpec[] = [];
  let section: 'summary' | 'parameters' | 'columns' = 'summary';
  for (const [index, comment] of comments.entries()) {
    if (comment === 'Parameters:') section = 'parameters';
    else if (comment === 'Columns:') section = 'columns';
    else if (section === 'summary') summary.push(comment);
    else if (comment !== '') {
      const entry = ENTRY.exec(comment);
      const [, name = '', type = '', value, description = ''] = entry ?? [];
      if (entry === null || !isType(type)) {
        report(
          'QUERY-001',
          `not of the form "  name: ${PARAMETER_TYPES.join('|')} — description"`,
          index + 1,
        );
      } else if (section === 'columns') {
        columns.push({ name, type, description });
      } else {
        const fallback = value === undefined ? undefined : defaultOf(value, type);
        if (value !== undefined && fallback === undefined) {
          report('QUERY-001', `the default ${value} is no ${type} in JSON`, index + 1);
        }
        parameters.push({ name, type, ...(fallback !== undefined && { default: fallback }), description });
      }
    }
  }
  const sentence = summary.join(' ').trim();
  if (sentence === '') report('QUERY-001', 'the header does not say what the query answers');
  return { summary: sentence, parameters, columns };
}

function isType(type: string): type is ParameterType {
  return (PARAMETER_TYPES as readonly string[]).includes(type);
}

function defaultOf(text: string, type: ParameterType): QueryParameterSpec['default'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return fitsType(value, type) ? value : undefined;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(', ');
}
