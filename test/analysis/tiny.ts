/** A tiny library, what it needs to know of frameworks, and systems from YAML: enough to name every expected step. */
import type { AnalysisKnowledge, KnownTechnique } from '#model/analysis-knowledge';
import type { AttackLibrary } from '#model/attack-library';
import { hasErrors } from '#model/diagnostics';
import type { SystemModel } from '#model/system-model';
import { loadLibrary } from '#analysis/library/load-library';
import { deriveSystem } from '#analysis/derive/derive';
import type { Derivation, DerivationInput } from '#analysis/derive/derive';
import { threatElement } from '#analysis/derive/likelihood';
import { readSystemModel } from '#systems/read-system-model';

export const TODAY = '2026-11-23';

function technique(
  id: string,
  tactics: string[],
  more: Partial<KnownTechnique> = {},
): [string, KnownTechnique] {
  return [id, { id, name: `Technique ${id}`, framework: 'tiny', tactics, status: 'active', ...more }];
}

export const knowledge: AnalysisKnowledge = {
  frameworks: [{ id: 'tiny', edition: '1', sha256: 'a'.repeat(64) }],
  techniques: new Map([
    technique('T1', ['TA2'], { maturity: 'demonstrated' }),
    technique('T2', ['TA3'], { maturity: 'realized' }),
    technique('T2.001', ['TA3'], { maturity: 'realized', parent: 'T2' }),
    technique('T3', ['TA4'], { maturity: 'feasible' }),
    technique('T4', ['TA4'], { maturity: 'realized' }),
    technique('T9', ['TA4'], { status: 'withdrawn' }),
  ]),
  tactics: new Map(
    ['Resource Development', 'Initial Access', 'Impact'].map((name, order) => {
      const id = `TA${order + 2}`;
      return [id, { id, name, framework: 'tiny', order }];
    }),
  ),
  controls: new Map(['M1', 'M2', 'M3'].map((id) => [id, { id, name: `Control ${id}`, framework: 'tiny' }])),
  mitigations: new Map([
    ['T2', ['M1']],
    ['T2.001', ['M2']],
    ['T3', ['M3']],
  ]),
  caseStudies: new Map([
    ['CS1', ['T1', 'T2', 'T3'].map((id) => ({ tactic: 'TA3', technique: id }))],
    ['CS2', ['T3', 'T2.001'].map((id) => ({ tactic: 'TA3', technique: id }))],
  ]),
  references: new Map([
    ['T2', { owasp: ['LLM01:2025'], nistAml: ['NISTAML.018'], rmf: ['MEASURE 2.7'], iso23894: ['6.4'] }],
  ]),
  items: [
    item('tiny', 'T2', ['T2'], ['M1'], 'mapped'),
    item('tiny', 'T3', ['T3'], ['M3'], 'mapped'),
    item('tiny', 'T4', ['T4'], [], 'mapped'),
    item('list', 'R1', [], ['M1', 'M2'], 'mapped'),
    item('list', 'R2', [], [], 'reviewed-none'),
    item('list', 'R3', [], [], 'unreviewed'),
  ],
};

function item(
  framework: string,
  id: string,
  techniques: string[],
  controls: string[],
  mapping: 'mapped' | 'reviewed-none' | 'unreviewed',
): AnalysisKnowledge['items'][number] {
  const kind = techniques.length > 0 ? 'technique' : 'requirement';
  return { framework, edition: '1', kind, id, techniques, controls, related: [], mapping };
}

export const HEAD = `
library: tiny
version: 1.0.0
editions: { tiny: '1' }
defaults:
  likelihood: { realized: 0.8, demonstrated: 0.6, feasible: 0.3 }
  attacker: { external: 1, partner: 0.5, supplier: 0.3, insider: 0.3 }
  effectiveness: 0.7
  cost: 1
`;

export const RULES = `
views:
  - id: app
    of: [x]
    any:
      - at: { x: [agent] }
      - at: { x: [web-app], m: [llm] }
        where: [x uses m]
rules:
  - id: reaches
    at: { a: [attacker], x: [asset] }
    where: [a can-reach x]
    gives: [reach x]
    goal: '{a} reaches {x}'
    source: test
  - id: craft
    technique: T1
    at: { x: [app] }
    needs: [reach x]
    gives: [has prompt for x]
    goal: Write a prompt for {x}
    because: CS1
  - id: inject
    technique: T2.001
    at: { x: [app] }
    needs: [reach x, has prompt for x]
    gives: [control x]
    goal: Make {x} obey
    stride: [tampering]
    evidence: { metric: attack-success-rate, kind: llm }
    because: CS1
  - id: act
    technique: T3
    at: { t: [tool], x: [app], d: [database] }
    on: d
    where: [x calls t, t acts-on d, t.approval may be none|once]
    needs: [control x]
    gives: [write d, read d]
    goal: Use {t} on {d}
    source: test
`;

export function libraryOf(text: string = HEAD + RULES): AttackLibrary {
  const { library, diagnostics } = loadLibrary([{ file: 'library.yaml', text }], { knowledge });
  if (library === undefined || hasErrors(diagnostics)) throw new Error(JSON.stringify(diagnostics, null, 1));
  return library;
}

export function systemOf(body: string): SystemModel {
  const text = `threatloom: 1\nsystem: tiny\n${body}`;
  const { model, diagnostics } = readSystemModel({ file: 'tiny.system.yaml', text });
  if (model === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  return model;
}

export const SYSTEM = `
zones:
  internet: { trust: 0 }
  prod: { trust: 4 }
actors:
  visitor: { zone: internet, attacker: external }
assets:
  bot: { kind: agent, zone: prod, exposure: public, calls: [refund] }
  refund: { kind: tool, zone: prod, acts-on: [crm] }
  crm: { kind: database, zone: prod }
  loner: { kind: agent, zone: prod, exposure: isolated }
goals:
  money: { on: crm, loss: integrity, impact: critical }
`;

export function deriveTiny(body: string, more: Partial<DerivationInput> = {}): Derivation {
  return deriveSystem({ system: systemOf(body), libraries: [libraryOf()], knowledge, today: TODAY, ...more });
}

/** The steps that can be taken, as `rule element …`, sorted. */
export function takenIn({ ground, wholeStep }: Derivation): string[] {
  return [...wholeStep]
    .map((step) => {
      const elements = ground.bindings.subarray(ground.bindingStart[step], ground.bindingStart[step + 1]);
      return [
        ground.rules[ground.ruleOf[step]!]!.id,
        ...[...elements].map((e) => ground.index.elements.ids[e]!),
      ].join(' ');
    })
    .sort();
}

/** The likelihood of the one step of a rule at an element. */
export function likelihoodAt(derivation: Derivation, rule: string, at: string): number {
  const { ground, current } = derivation;
  const steps = [...ground.ruleOf.keys()].filter(
    (step) =>
      ground.rules[ground.ruleOf[step]!]!.id === rule &&
      ground.index.elements.ids[threatElement(ground, step)] === at,
  );
  if (steps.length !== 1) throw new Error(`${steps.length} steps of ${rule} at ${at}`);
  return current[steps[0]!]!;
}
