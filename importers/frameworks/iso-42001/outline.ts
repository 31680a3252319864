import { compareText } from '#model/diagnostics';
import type { RequirementRecord } from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';
import type { CrosswalkRow } from './ai-rmf-crosswalk.ts';

const NUMBER = /^(?:A\.)?\d{1,2}(?:\.\d{1,2})*$/;

/** Clauses and Annex A (`[number, title]`), in the order of the standard. */
export function readOutline(
  standard: Fields,
  pointer: string,
  reader: FieldReader,
): readonly RequirementRecord[] {
  const titles = new Map<string, string>();
  reader.list(standard, 'nodes', pointer).forEach((entry, index) => {
    const place = `${pointer}/nodes/${index}`;
    const [number, title] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    if (typeof number !== 'string' || !NUMBER.test(number) || typeof title !== 'string' || title === '') {
      reader.report('error', 'ISO-002', 'expected a clause or control as [number, title]', place);
    } else if (titles.has(number)) reader.report('error', 'ISO-003', `${number} comes twice`, place);
    else titles.set(number, title);
  });
  for (const number of titles.keys()) {
    const parent = parentOf(number);
    if (parent !== undefined && !titles.has(parent)) {
      reader.report('error', 'ISO-003', `${number} has no ${parent} above it`, `${pointer}/nodes`);
    }
  }
  return inOrder(titles);
}

/** Adds the clauses that the outline leaves out and the crosswalk names, with the first title that it gives them. */
export function addClausesOfCrosswalk(
  outline: readonly RequirementRecord[],
  rows: readonly CrosswalkRow[],
): readonly RequirementRecord[] {
  const titles = new Map(outline.map(({ id, name }) => [id, name]));
  for (const { id, title } of rows) {
    const parent = parentOf(id);
    if (!id.startsWith('A.') && !titles.has(id) && parent !== undefined && titles.has(parent))
      titles.set(id, title);
  }
  return inOrder(titles);
}

function inOrder(titles: ReadonlyMap<string, string>): readonly RequirementRecord[] {
  return [...titles]
    .sort(([a], [b]) => compareNumbers(a, b))
    .map(([id, name], order) => {
      const parent = parentOf(id);
      return { id, name, level: levelOf(id), order, ...(parent === undefined ? {} : { parent }) };
    });
}

function levelOf(id: string): string {
  if (!id.startsWith('A.')) return 'clause';
  // A.6.1 and A.6.2 only group controls, as A.2 to A.10 do.
  return id.split('.').length === 2 || /^A\.6\.[12]$/.test(id) ? 'annex-a-objective' : 'annex-a-control';
}

/** `A.6.1.2` stands under `A.6.1`, `A.2` under nothing. */
function parentOf(id: string): string | undefined {
  const parent = id.slice(0, Math.max(id.lastIndexOf('.'), 0));
  return parent === '' || parent === 'A' ? undefined : parent;
}

/** Clauses first, then Annex A, each by its numbers. */
function compareNumbers(a: string, b: string): number {
  const key = (id: string): string =>
    `${id.startsWith('A.') ? 'A' : '0'}.${id
      .replace(/^A\./, '')
      .split('.')
      .map((part) => part.padStart(2, '0'))
      .join('.')}`;
  return compareText(key(a), key(b));
}
