/**
 * Which records of frameworks the rules of libraries name, and whether the pinned editions still have them.
 */
import type { AttackLibrary, Rule } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import { RECORD_KINDS, type Catalogue, type RecordRef } from './catalogue.ts';
import { findIds } from './lint/mention.ts';

export interface LibraryReference {
  readonly framework: string;
  /** Where the rule says it: `LLM05:2025`. */
  readonly edition?: string;
  readonly id: string;
  /** Ids of the rules that name it, in code-point order. */
  readonly rules: readonly string[];
  /** The edition meant has it, and its publisher has not withdrawn it. */
  readonly there: boolean;
}

/** One for each record that is named, in order of framework and id. O(rules). */
export function libraryReferences(
  catalogue: Catalogue,
  libraries: readonly AttackLibrary[],
): readonly LibraryReference[] {
  const found = new Map<
    string,
    Omit<LibraryReference, 'rules' | 'there'> & { readonly rules: Set<string> }
  >();
  for (const rule of libraries.flatMap(({ rules }) => rules)) {
    for (const text of namedBy(rule)) {
      const [reference] = findIds(text);
      if (reference === undefined || reference.start > 0 || reference.end < text.length) continue;
      const { framework, edition, id } = reference;
      const entry = found.get(`${framework} ${text}`) ?? {
        framework,
        id,
        rules: new Set(),
        ...(edition === undefined ? {} : { edition }),
      };
      entry.rules.add(rule.id);
      found.set(`${framework} ${text}`, entry);
    }
  }
  const series = new Set(RECORD_KINDS.flatMap((kind) => catalogue.all(kind)).map(seriesOf));
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { rules, ...reference }]) => {
      const { framework, id, edition } = reference;
      const meant = edition ?? catalogue.pinned(framework);
      const untold = meant !== undefined && !series.has(seriesOf({ framework, edition: meant, id }));
      const there = untold || catalogue.find(framework, id, edition)?.status === 'active';
      return { ...reference, rules: [...rules].sort(compareText), there };
    });
}

/** Of `AML.CS0001` all that begins with `AML.CS`: a file without case studies does not say that they are gone. */
function seriesOf({ framework, edition, id }: Pick<RecordRef, 'framework' | 'edition' | 'id'>): string {
  return `${framework} ${edition} ${id.replace(/\d.*$/s, '')}`;
}

function namedBy(rule: Rule): readonly string[] {
  const { technique, tactic, seenIn, owasp, nistAml, controls } = rule;
  return [technique, tactic, ...seenIn, ...owasp, ...nistAml, ...controls.add, ...controls.drop].filter(
    (id) => id !== undefined,
  );
}
