/**
 * Holds what a file names against the pinned editions and all earlier names.
 */
import type { Diagnostic, Severity } from '#model/diagnostics';
import { nearestWord } from '#model/diagnostics';
import type { Catalogue, RecordRef } from '../catalogue.ts';
import { RENUMBERED } from '../resolve-mappings.ts';
import type { FormerNames } from './former-names.ts';
import type { Mention } from './mention.ts';

/** Of one mention: right; right under an earlier name; another record's or no record's name; no such id; an id that was retired. */
export type Verdict = 'current' | 'old-name' | 'wrong-name' | 'unknown-id' | 'retired-id';

export interface JudgedMention extends Mention {
  readonly verdict: Verdict;
}

export interface LintResult {
  readonly mentions: readonly JudgedMention[];
  /** LINT-001 unknown id, LINT-002 wrong name (errors); LINT-003 old name, LINT-004 retired id (warnings). */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LintKnowledge {
  readonly catalogue: Catalogue;
  readonly formerNames: FormerNames;
}

/**
 * A label fits when one of the record's names stands in it word for word, or it in the name: lists write
 * `LLM Prompt Injection: Direct (Meta Prompt Extraction)`. Frameworks that are not loaded are passed over.
 *
 * @param file for messages
 */
export function lintMentions(
  knowledge: LintKnowledge,
  mentions: readonly Mention[],
  file: string,
): LintResult {
  const judged: JudgedMention[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const mention of mentions) {
    const { line, column } = mention;
    const held = heldEdition(knowledge.catalogue, mention);
    if (held === undefined) continue;
    const verdict = judge(knowledge, mention, held);
    judged.push({ ...mention, verdict });
    const finding = describe(knowledge, mention, held, verdict);
    if (finding !== undefined) diagnostics.push({ ...finding, file, line, column });
  }
  return { mentions: judged, diagnostics };
}

/** The edition named, where it is loaded; of frameworks that keep their ids for ever, else the pinned one. */
function heldEdition(catalogue: Catalogue, { framework, edition }: Mention): string | undefined {
  if (edition !== undefined && catalogue.has(framework, edition)) return edition;
  return RENUMBERED.has(framework) ? undefined : catalogue.pinned(framework);
}

function judge({ catalogue, formerNames }: LintKnowledge, mention: Mention, edition: string): Verdict {
  const { framework, id, label } = mention;
  const ref = catalogue.find(framework, id, edition);
  const before = formerNames.get(framework)?.get(id);
  if (ref === undefined && before === undefined) return 'unknown-id';
  const names = ref === undefined ? [] : [ref.name, catalogue.fullName(ref)];
  const retired = ref?.status !== 'active';
  if (label === undefined) return retired ? 'retired-id' : 'current';
  for (const fits of [same, contains]) {
    if (names.some((name) => fits(name, label))) return retired ? 'retired-id' : 'current';
    if (before?.some((name) => fits(name, label)) === true) return retired ? 'retired-id' : 'old-name';
  }
  return 'wrong-name';
}

function describe(
  { catalogue, formerNames }: LintKnowledge,
  { framework, id, label }: Mention,
  edition: string,
  verdict: Verdict,
): (Pick<Diagnostic, 'code' | 'message'> & { severity: Severity; hint?: string }) | undefined {
  const ref = catalogue.find(framework, id, edition);
  const named = `${framework} ${edition}`;
  const called = ref === undefined ? undefined : `${id} is "${catalogue.fullName(ref)}"`;
  switch (verdict) {
    case 'current':
      return undefined;
    case 'unknown-id': {
      const hint = suggestion(catalogue, framework, edition, id, label);
      const message = `${named} has no ${id}`;
      return { code: 'LINT-001', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
    }
    case 'wrong-name': {
      const meant = labelOwner(catalogue, framework, edition, label ?? '');
      const message = `${id} is not called "${label ?? ''}" in ${named}, nor was before`;
      const was = called ?? `${id} was "${formerNames.get(framework)?.get(id)?.[0] ?? ''}" and was retired`;
      const owner = meant === undefined ? '' : `; "${meant.name}" is ${meant.id}`;
      return { code: 'LINT-002', severity: 'error', message, hint: `${was}${owner}` };
    }
    case 'old-name':
      return {
        code: 'LINT-003',
        severity: 'warning',
        message: `"${label ?? ''}" is an earlier name of ${id}`,
        hint: `in ${named} ${called ?? ''}`,
      };
    case 'retired-id':
      return { code: 'LINT-004', severity: 'warning', message: `${named} no longer has ${id}` };
  }
}

function refsOf(catalogue: Catalogue, framework: string, edition: string): readonly RecordRef[] {
  return (['technique', 'control', 'tactic', 'risk', 'case-study', 'requirement'] as const)
    .flatMap((kind) => catalogue.all(kind))
    .filter((ref) => ref.framework === framework && ref.edition === edition && ref.status === 'active');
}

function labelOwner(
  catalogue: Catalogue,
  framework: string,
  edition: string,
  label: string,
): RecordRef | undefined {
  return refsOf(catalogue, framework, edition).find((ref) =>
    [ref.name, catalogue.fullName(ref)].some((name) => same(name, label)),
  );
}

function suggestion(
  catalogue: Catalogue,
  framework: string,
  edition: string,
  id: string,
  label: string | undefined,
): string | undefined {
  const owner = label === undefined ? undefined : labelOwner(catalogue, framework, edition, label);
  if (owner !== undefined) return `"${owner.name}" is ${owner.id}`;
  const near = nearestWord(
    id,
    refsOf(catalogue, framework, edition).map((ref) => ref.id),
  );
  return near === undefined ? undefined : `did you mean ${near}?`;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function same(name: string, label: string): boolean {
  return plain(name) === plain(label);
}

function contains(name: string, label: string): boolean {
  const [a, b] = [` ${plain(name)} `, ` ${plain(label)} `];
  return a.trim() !== '' && b.trim() !== '' && (a.includes(b) || b.includes(a));
}
