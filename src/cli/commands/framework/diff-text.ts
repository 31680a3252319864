import pc from 'picocolors';
import type { EditionDiff } from '#knowledge/diff/edition-diff';
import { isEmptyDiff } from '#knowledge/diff/edition-diff';
import type { FrameworkRecords } from '#model/framework-records';

const LIST_NAMES: Readonly<Record<string, string>> = {
  caseStudies: 'case studies',
  mitigations: 'links from controls to what they answer',
  references: 'references to other frameworks',
};

/** A difference as people read it; each section only where it has something to say. */
export function diffText(
  diff: EditionDiff,
  earlier: FrameworkRecords,
  later: FrameworkRecords,
  colour: boolean,
): string {
  const { bold, dim, green, red } = pc.createColors(colour);
  const names = new Map([...namesOf(earlier), ...namesOf(later)]);
  const named = (id: string): string => `${id}${names.has(id) ? ` ${names.get(id)!}` : ''}`;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', bold(`${title} (${lines.length})`), ...lines.map((line) => `  ${line}`)];
  const plus = (text: string): string => green(`+ ${text}`);
  const minus = (text: string): string => red(`− ${text}`);
  const lines = [
    bold(`${diff.framework} ${diff.from} → ${diff.to}`),
    ...section(
      'Added',
      diff.added.map(({ kind, id, name }) => `${kind} ${id} ${name}`),
    ),
    ...section(
      'Retired',
      diff.removed.map(({ kind, id, name, into }) =>
        [`${kind} ${id} ${name}`, ...(into.length === 0 ? [] : [`→ ${into.map(named).join(', ')}`])].join(
          ' ',
        ),
      ),
    ),
    ...section(
      'New numbers',
      diff.renumbered.map(({ kind, id, name, to }) => `${kind} ${id} ${name} → ${to}`),
    ),
    ...section(
      'Renamed',
      diff.renamed.map(({ kind, id, from, to }) => `${kind} ${id} ${from} → ${to}`),
    ),
    ...section(
      'Other tactics',
      diff.tactics.map(({ id, name, gained, lost }) =>
        [
          `${id} ${name}:`,
          ...gained.map((each) => plus(named(each))),
          ...lost.map((each) => minus(named(each))),
        ].join(' '),
      ),
    ),
    ...section('Links from controls', [
      ...diff.mitigations.added.map(({ control, target }) => plus(`${control} answers ${named(target)}`)),
      ...diff.mitigations.removed.map(({ control, target }) => minus(`${control} answers ${named(target)}`)),
    ]),
    ...section('References to other frameworks', [
      ...diff.references.added.map(({ id, object }) => plus(`${named(id)}: ${object}`)),
      ...diff.references.removed.map(({ id, object }) => minus(`${named(id)}: ${object}`)),
    ]),
  ];
  if (isEmptyDiff(diff)) lines.push('', 'no difference');
  const missing = diff.notCompared.map((list) => LIST_NAMES[list] ?? list);
  if (missing.length > 0) {
    lines.push('', dim(`Not compared, since one of the two has none: ${missing.join(', ')}`));
  }
  return `${lines.join('\n')}\n`;
}

function namesOf({
  tactics,
  techniques,
  risks,
  controls,
  requirements,
}: FrameworkRecords): readonly (readonly [string, string])[] {
  return [tactics, techniques, risks, controls, requirements].flatMap((list) =>
    list.map(({ id, name }) => [id, name] as const),
  );
}
