import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import type { Diagnostic } from '#model/diagnostics';
import { compareDiagnostics, nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { NamedQuery } from './named-query.ts';
import { parseQuery } from './parse-query.ts';

/**
 * All named queries of a folder (`<topic>/NAME.cypher`), in the order of their names; without a folder, those that this
 * package ships.
 *
 * @throws ThreatloomError QUERY-005 with the diagnostics of all files
 */
export function loadNamedQueries(
  schema: GraphSchema,
  folder: string = join(packageRoot(), 'queries'),
): readonly NamedQuery[] {
  const queries = new Map<string, NamedQuery>();
  const diagnostics: Diagnostic[] = [];
  for (const topic of readdirSync(folder, { withFileTypes: true })) {
    if (!topic.isDirectory()) continue;
    for (const entry of readdirSync(join(folder, topic.name)).filter((each) => each.endsWith('.cypher'))) {
      const file = join(folder, topic.name, entry);
      const name = basename(entry, '.cypher');
      const parsed = parseQuery({ file, topic: topic.name, name, text: readFileSync(file, 'utf8') }, schema);
      diagnostics.push(...parsed.diagnostics);
      if (parsed.query === undefined) continue;
      const other = queries.get(name);
      if (other !== undefined) {
        const message = `the name "${name}" is taken by ${other.topic}/${name}.cypher`;
        diagnostics.push({ code: 'QUERY-001', severity: 'error', message, file, line: 1 });
      }
      queries.set(name, parsed.query);
    }
  }
  if (diagnostics.length > 0) {
    const all = diagnostics.sort(compareDiagnostics);
    throw new ThreatloomError('QUERY-005', `the named queries cannot be used: ${all[0]!.message}`, {
      ...(all[0]!.file !== undefined && { file: all[0]!.file }),
      ...(all[0]!.line !== undefined && { line: all[0]!.line }),
      diagnostics: all,
    });
  }
  return [...queries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws ThreatloomError QUERY-007 where there is no query of that name */
export function findQuery(queries: readonly NamedQuery[], name: string): NamedQuery {
  const found = queries.find((query) => query.name === name);
  if (found !== undefined) return found;
  const names = queries.map((query) => query.name);
  const nearest = nearestWord(name, names);
  throw new ThreatloomError('QUERY-007', `there is no query named "${name}"`, {
    hint: nearest === undefined ? 'list them: threatloom query list' : `did you mean "${nearest}"?`,
  });
}
