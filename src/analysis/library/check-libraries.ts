import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { AttackLibrary, FactPattern, Rule } from '#model/attack-library';
import type { Diagnostic, SourcePosition } from '#model/diagnostics';
import { compareDiagnostics } from '#model/diagnostics';
import { kindAncestors } from '#model/kind-ancestors';
import { didYouMean } from './field-reader.ts';
import { SORTS } from './vocabulary.ts';

/**
 * What is doubtful in libraries taken together; none of it keeps them from being used.
 *
 * LIB-030 a fact is needed and never given; LIB-031 a resource is given and never needed; LIB-032 a rule can never fire, because
 * what it needs comes only from rules that need it themselves; LIB-033 a technique of a framework that the libraries cover has
 * neither a rule nor a line under `outside`, for itself or for all of its sub-techniques; LIB-034 nothing mitigates a technique that has a rule,
 * and no line under `unanswered` says why; LIB-035 such a line stands for a technique that a control mitigates, or that has no rule.
 */
export function checkLibraries(
  libraries: readonly AttackLibrary[],
  knowledge?: AnalysisKnowledge,
): Diagnostic[] {
  const rules = libraries.flatMap((library) => library.rules);
  const diagnostics = [...checkFacts(libraries, rules)];
  if (knowledge !== undefined) {
    diagnostics.push(
      ...checkCoverage(libraries, rules, knowledge),
      ...checkMitigated(libraries, rules, knowledge),
    );
  }
  return diagnostics.sort(compareDiagnostics);
}

function warning(code: string, message: string, position: SourcePosition, hint?: string): Diagnostic {
  return { code, severity: 'warning', message, ...position, ...(hint === undefined ? {} : { hint }) };
}

/** A fact as rules exchange it: its name, and the kinds of elements that it can be about (none for resources at large). */
interface AbstractFact {
  readonly name: string;
  readonly kinds: readonly string[];
}

function checkFacts(libraries: readonly AttackLibrary[], rules: readonly Rule[]): Diagnostic[] {
  const expand = kindExpander(libraries);
  const abstract = (rule: Rule, fact: FactPattern): AbstractFact => ({
    name: nameOf(fact),
    kinds: fact.variable === undefined ? ['-'] : expand(rule.at.get(fact.variable) ?? []),
  });
  const given = new Map<string, Set<string>>();
  const has = ({ name, kinds }: AbstractFact): boolean =>
    kinds.some((kind) => given.get(name)?.has(kind) === true);
  const waiting = new Set(rules);
  for (let size = -1; size !== waiting.size;) {
    size = waiting.size;
    for (const rule of waiting) {
      if (!rule.needs.every((fact) => has(abstract(rule, fact)))) continue;
      waiting.delete(rule);
      for (const { name, kinds } of rule.gives.map((fact) => abstract(rule, fact))) {
        const all = given.get(name) ?? new Set();
        for (const kind of kinds) all.add(kind);
        given.set(name, all);
      }
    }
  }
  const everGiven = new Set(rules.flatMap(({ gives }) => gives.map(nameOf)));
  const everNeeded = new Set(rules.flatMap(({ needs }) => needs.map(nameOf)));
  const found: Diagnostic[] = [];
  const told = new Set<string>();
  for (const rule of rules) {
    const missing = rule.needs.map(nameOf).filter((name) => !everGiven.has(name));
    for (const name of missing) {
      const hint = didYouMean(name, everGiven);
      found.push(
        warning('LIB-030', `rule ${rule.id} needs "${name}", which no rule gives`, rule.position, hint),
      );
    }
    for (const fact of rule.gives) {
      const name = nameOf(fact);
      if (fact.kind !== 'resource' || everNeeded.has(name) || told.has(name)) continue;
      told.add(name);
      found.push(warning('LIB-031', `rule ${rule.id} gives "${name}", which no rule needs`, rule.position));
    }
    if (missing.length === 0 && waiting.has(rule)) {
      const unmet = rule.needs.filter((fact) => !has(abstract(rule, fact))).map(nameOf);
      const message = `rule ${rule.id} can never fire: nothing gives ${unmet.map((name) => `"${name}"`).join(' and ')} for such elements`;
      found.push(warning('LIB-032', message, rule.position));
    }
  }
  return found;
}

function nameOf(fact: FactPattern): string {
  if (fact.kind === 'capability') return fact.capability;
  return fact.variable === undefined ? `has ${fact.resource}` : `has ${fact.resource} for`;
}

/** Names of `at` → the kinds of elements that they can stand for. */
function kindExpander(libraries: readonly AttackLibrary[]): (names: readonly string[]) => string[] {
  const ancestors = kindAncestors(libraries.flatMap(({ kinds }) => kinds));
  const views = new Map(libraries.flatMap((library) => library.views).map((view) => [view.id, view]));
  const actors = ['attacker', 'person'];
  const one = (name: string): string[] => {
    const view = views.get(name);
    if (view !== undefined) {
      const [variable] = view.of;
      return view.any.flatMap(({ at }) => (at.get(variable) ?? []).flatMap(one));
    }
    if (name === 'actor') return actors;
    // An insider is an attacker and can be deceived.
    if (name === 'attacker' || name === 'person') return actors;
    if ((SORTS as readonly string[]).includes(name) && name !== 'asset') return [name];
    return [...ancestors].filter(([, all]) => all.has(name)).map(([kind]) => kind);
  };
  return (names) => [...new Set(names.flatMap(one))];
}

function checkCoverage(
  libraries: readonly AttackLibrary[],
  rules: readonly Rule[],
  knowledge: AnalysisKnowledge,
): Diagnostic[] {
  const placed = new Set<string | undefined>(rules.map(({ technique }) => technique));
  for (const { technique } of libraries.flatMap(({ outside }) => outside)) placed.add(technique);
  // A framework of which rules use more than half of the techniques is one that the libraries mean to cover.
  const counts = new Map<string, { all: number; placed: number }>();
  const active = [...knowledge.techniques.values()].filter(({ status }) => status === 'active');
  for (const { id, framework } of active) {
    const count = counts.get(framework) ?? { all: 0, placed: 0 };
    count.all += 1;
    if (placed.has(id)) count.placed += 1;
    counts.set(framework, count);
  }
  const file = rules[0]?.position.file;
  const bySubTechniques = (id: string): boolean => {
    const children = active.filter(({ parent }) => parent === id);
    return children.length > 0 && children.every((child) => placed.has(child.id));
  };
  return active
    .filter(({ id, framework }) => {
      const { all, placed: some } = counts.get(framework)!;
      return !placed.has(id) && some * 2 > all && !bySubTechniques(id);
    })
    .map(({ id, name }) => ({
      code: 'LIB-033',
      severity: 'warning',
      message: `no rule for ${id} (${name})`,
      ...(file === undefined ? {} : { file: file.replace(/[^/\\]*$/, 'library.yaml') }),
      hint: 'write a rule, or put it under "outside" with the reason',
    }));
}

function checkMitigated(
  libraries: readonly AttackLibrary[],
  rules: readonly Rule[],
  knowledge: AnalysisKnowledge,
): Diagnostic[] {
  const mitigated = new Set([
    ...[...knowledge.mitigations]
      .filter(([, controls]) => controls.length > 0)
      .map(([technique]) => technique),
    ...libraries.flatMap(({ controls }) => controls.flatMap(({ mitigates }) => mitigates)),
  ]);
  const isMitigated = (technique: string): boolean => {
    const parent = knowledge.techniques.get(technique)?.parent;
    return mitigated.has(technique) || (parent !== undefined && mitigated.has(parent));
  };
  const used = new Set(rules.map(({ technique }) => technique));
  const unanswered = libraries
    .flatMap((library) => library.unanswered ?? [])
    .map(({ technique }) => technique);
  const head = rules[0]?.position.file.replace(/[^/\\]*$/, 'library.yaml');
  const idle: Diagnostic[] = unanswered
    .filter((technique) => isMitigated(technique) || !used.has(technique))
    .map((technique) => ({
      code: 'LIB-035',
      severity: 'warning',
      message: `${technique} is said to be unanswered, but ${used.has(technique) ? 'a control mitigates it' : 'no rule uses it'}`,
      ...(head === undefined ? {} : { file: head }),
    }));
  const told = new Set<string>(unanswered);
  const silent = rules.flatMap(({ technique, controls, id, position }) => {
    if (technique === undefined || controls.add.length > 0 || told.has(technique)) return [];
    if (isMitigated(technique)) return [];
    told.add(technique);
    return [warning('LIB-034', `nothing mitigates ${technique}, which rule ${id} uses`, position)];
  });
  return [...idle, ...silent];
}
