/** Parts of a model in the words of its format, for whoever writes one or carries it through another. */
import type { Evidence } from './system-model.ts';

export type Fields = Record<string, unknown>;

/**
 * All but the id, which is the key that it stands under.
 *
 * @example evidenceFields({ id: 'garak', kind: 'llm', subjectVersion: '2026.11', measures: [] })
 * // { kind: 'llm', 'subject-version': '2026.11' }
 */
export function evidenceFields({
  kind,
  file,
  sha256,
  subject,
  subjectVersion,
  collected,
  expires,
  measures,
}: Evidence): Fields {
  return defined({
    kind,
    file,
    sha256,
    subject,
    'subject-version': subjectVersion,
    collected,
    expires,
    measures: measures.length === 0 ? undefined : measures.map((measure) => ({ ...measure })),
  });
}

/** Without the keys of which nothing is said. */
export function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
