import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { Rule } from '#model/attack-library';

/** Ids of other frameworks on a threat. */
export interface ThreatReferences {
  readonly owasp: readonly string[];
  readonly nistAml: readonly string[];
  readonly rmf: readonly string[];
  readonly iso23894: readonly string[];
}

/** What the rule itself says, and what its technique or the technique's parent is mapped to; sorted. */
export function referencesOf(rule: Rule, knowledge: AnalysisKnowledge): ThreatReferences {
  const technique = knowledge.techniques.get(rule.technique ?? '');
  const own = knowledge.references.get(rule.technique ?? '');
  const inherited = knowledge.references.get(technique?.parent ?? '');
  const all = (field: keyof ThreatReferences, stated: readonly string[]): string[] =>
    [...new Set([...stated, ...(own?.[field] ?? []), ...(inherited?.[field] ?? [])])].sort();
  return {
    owasp: all('owasp', rule.owasp),
    nistAml: all('nistAml', rule.nistAml),
    rmf: all('rmf', []),
    iso23894: all('iso23894', []),
  };
}
