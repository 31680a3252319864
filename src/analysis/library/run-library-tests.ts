import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { AttackLibrary, LibraryTest } from '#model/attack-library';
import type { Diagnostic, SourcePosition } from '#model/diagnostics';
import type { SystemModel } from '#model/system-model';
import { deriveSystem } from '../derive/derive.ts';
import type { Derivation } from '../derive/derive.ts';
import { threatElement } from '../derive/likelihood.ts';

export interface LibraryTestsInput {
  /** The library whose tests are run. */
  readonly library: AttackLibrary;
  /** Libraries that it builds on. */
  readonly base: readonly AttackLibrary[];
  readonly knowledge: AnalysisKnowledge;
  /** Reads a test's `given`, completed with a head, as a system model. */
  readonly readSystem: (value: unknown) => { model?: SystemModel; diagnostics: readonly Diagnostic[] };
}

export interface LibraryTestResult {
  readonly name: string;
  readonly position: SourcePosition;
  /** What is not as expected, one sentence each; none: passed. */
  readonly failures: readonly string[];
}

/** Nothing in a library's test depends on the day, but the derivation asks for one. */
const ANY_DAY = '2000-01-01';

/** Runs the tests that a library carries: each `expect` must be derived, no `forbid` may be. */
export function runLibraryTests(input: LibraryTestsInput): LibraryTestResult[] {
  return input.library.tests.map((test) => ({
    name: test.name,
    position: test.position,
    failures: failuresOf(test, input),
  }));
}

function failuresOf(
  test: LibraryTest,
  { library, base, knowledge, readSystem }: LibraryTestsInput,
): string[] {
  const given = typeof test.given === 'object' ? test.given : {};
  const { model, diagnostics } = readSystem({ threatloom: 1, system: 'test', ...given });
  if (model === undefined) {
    return diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, pointer, message }) => `given${pointer ?? ''}: ${code} ${message}`);
  }
  const libraries = [...base, library];
  const taken = takenSteps(deriveSystem({ system: model, libraries, knowledge, today: ANY_DAY }));
  const ids = new Set([...model.assets, ...model.actors, ...model.zones].map(({ id }) => id));
  const unknown = [...test.expect, ...test.forbid]
    .flatMap(({ at }) => at ?? [])
    .filter((at) => !ids.has(at))
    .map((at) => `given has no element ${at}`);
  const missing = test.expect
    .filter(({ rule, at }) => !taken.some((step) => step.rule === rule && step.at === at))
    .map(({ rule, at }) => `expected ${rule} at ${at}, which is not derived`);
  const noise = test.forbid.flatMap(({ technique, at }) =>
    taken
      .filter((step) => step.technique === technique || step.parent === technique)
      .filter((step) => at === undefined || step.at === at)
      .map((step) => `${step.technique!} at ${step.at} is forbidden, but rule ${step.rule} derives it`),
  );
  return [...new Set([...unknown, ...missing, ...noise])];
}

interface TakenStep {
  readonly rule: string;
  readonly at: string;
  readonly technique: string | undefined;
  readonly parent: string | undefined;
}

function takenSteps({ ground, wholeStep, input }: Derivation): TakenStep[] {
  return [...wholeStep].map((step) => {
    const { id, technique } = ground.rules[ground.ruleOf[step]!]!;
    const at = ground.index.elements.ids[threatElement(ground, step)]!;
    return { rule: id, at, technique, parent: input.knowledge.techniques.get(technique ?? '')?.parent };
  });
}
