/**
 * What became of records that a later edition no longer has: crosswalks between two editions of one framework.
 */
import { join } from 'node:path';
import { ThreatloomError } from '#model/errors';
import type { MappingRecord } from '#model/framework-records';
import { listUnder } from '#model/list-under';
import { packageRoot } from '#packaging/package-root';
import { readMappingSets } from '../load-knowledge.ts';
import { RENUMBERED } from '../resolve-mappings.ts';
import type { Succession } from './edition-diff.ts';

/**
 * From the shipped crosswalks. Frameworks that keep their ids are followed over all editions between the two; lists
 * that give their numbers anew need a crosswalk of just these two, in either direction.
 *
 * @throws ThreatloomError DIFF-002 where a list of new numbers has no such crosswalk
 */
export function readSuccession(framework: string, from: string, to: string): Succession {
  const rows = successionRows(framework);
  if (!RENUMBERED.has(framework)) return { successors: heirs(rows) };
  const renumbered = renumbering(rows, from, to);
  if (renumbered.size > 0 || from === to) return from === to ? {} : { renumbered };
  throw new ThreatloomError(
    'DIFF-002',
    `${framework} gives its items new numbers, and nothing says which of ${from} is which of ${to}`,
    {
      hint: 'compare neighbouring editions',
    },
  );
}

/** What the shipped crosswalks say of a framework's records among its own editions. */
export function successionRows(framework: string): readonly MappingRecord[] {
  const folder = join(packageRoot(), 'mappings');
  return [...readMappingSets(folder), ...readMappingSets(join(folder, 'successions'))]
    .flatMap(({ mappings }) => mappings)
    .filter(
      ({ subject, object, predicate }) =>
        subject.framework === framework &&
        object.framework === framework &&
        predicate !== 'threatloom:noMatch',
    );
}

function heirs(rows: readonly MappingRecord[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { subject, object } of rows) {
    if (subject.id !== object.id) listUnder(found, subject.id).push(object.id);
  }
  return found;
}

/** One id for one id, the surest first; an item that was dissolved into another's place has none. */
function renumbering(rows: readonly MappingRecord[], from: string, to: string): ReadonlyMap<string, string> {
  const pairs = rows.flatMap(({ subject, object, confidence = 0, predicate }) => {
    if (predicate === 'skos:relatedMatch') return [];
    if (subject.edition === from && object.edition === to)
      return [{ a: subject.id, b: object.id, confidence }];
    if (subject.edition === to && object.edition === from)
      return [{ a: object.id, b: subject.id, confidence }];
    return [];
  });
  const found = new Map<string, string>();
  for (const { a, b } of pairs.sort((x, y) => y.confidence - x.confidence)) {
    if (!found.has(a) && ![...found.values()].includes(b)) found.set(a, b);
  }
  return found;
}
