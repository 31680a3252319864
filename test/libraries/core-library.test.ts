import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkLibraries } from '#analysis/library/check-libraries';
import { loadLibrary } from '#analysis/library/load-library';
import { runLibraryTests } from '#analysis/library/run-library-tests';
import { analysisKnowledge } from '#knowledge/analysis-view';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { readSystemValue } from '#systems/read-system-model';

const FOLDER = new URL('../../libraries/core/', import.meta.url);
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((file) => ({ file, text: readFileSync(new URL(file, FOLDER), 'utf8') }));
const bare = analysisKnowledge(loadKnowledge());
const { library: loaded, diagnostics } = loadLibrary(files, { knowledge: bare });
const library = loaded!;
const knowledge = analysisKnowledge(loadKnowledge({ libraries: [library] }));
const rules = library.rules.filter(({ technique }) => technique !== undefined);

/** Same technique, its parent or its child. */
function fits(one: string, other: string): boolean {
  const parentOf = (id: string): string | undefined => knowledge.techniques.get(id)?.parent;
  return one === other || parentOf(one) === other || parentOf(other) === one;
}

describe('the core library', () => {
  it('loads without a fault, against the shipped editions', () => {
    expect(diagnostics.map(({ code, file, line, message }) => `${file}:${line} ${code} ${message}`)).toEqual(
      [],
    );
    expect(library.editions).toEqual({ atlas: '5.6.1', 'attack-enterprise': '18.1' });
  });

  it('places every technique of ATLAS, or says why it cannot', () => {
    const placed = new Set([
      ...rules.map(({ technique }) => technique!),
      ...library.outside.map(({ technique }) => technique),
    ]);
    const atlas = [...knowledge.techniques.values()].filter(({ framework }) => framework === 'atlas');
    expect(atlas).toHaveLength(170);
    const children = (id: string): boolean => atlas.some((each) => each.parent === id && placed.has(each.id));
    expect(atlas.filter(({ id }) => !placed.has(id) && !children(id)).map(({ id }) => id)).toEqual([]);
  });

  it('brings in ATT&CK where AI attack paths cross ordinary IT', () => {
    const attack = [...new Set(rules.map(({ technique }) => technique!))].filter((id) => id.startsWith('T'));
    expect(attack.length).toBeGreaterThanOrEqual(40);
    const columns = new Set<string>();
    for (const id of attack) {
      const technique = knowledge.techniques.get(id)!;
      expect([id, technique.framework, technique.status]).toEqual([id, 'attack-enterprise', 'active']);
      for (const tactic of technique.tactics) columns.add(tactic);
    }
    for (const tactic of [
      'TA0001',
      'TA0002',
      'TA0003',
      'TA0006',
      'TA0007',
      'TA0008',
      'TA0009',
      'TA0010',
      'TA0011',
      'TA0040',
    ]) {
      expect(columns).toContain(tactic);
    }
    const unlinked = rules.filter(
      ({ technique, source }) => technique!.startsWith('T') && !/AML\.(T|CS)\d{4}/.test(source ?? ''),
    );
    expect(unlinked.map(({ id }) => id)).toEqual([]);
  });

  it('has a control, or the reason why there is none, for every technique with a rule', () => {
    const doubts = checkLibraries([library], knowledge).filter(({ code }) => code !== 'LIB-031');
    expect(doubts.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    for (const { technique, reason } of library.unanswered ?? []) {
      expect([technique, reason.length > 20]).toEqual([technique, true]);
    }
  });

  it('cites only case studies that show the technique', () => {
    const untrue = rules.flatMap(({ id, technique, seenIn }) =>
      seenIn
        .filter(
          (study) => !knowledge.caseStudies.get(study)?.some((step) => fits(step.technique, technique!)),
        )
        .map((study) => `${id}: ${technique} is not in ${study}`),
    );
    expect(untrue).toEqual([]);
  });

  it('says by which rule a harm is the end, and gives nothing else that no rule needs', () => {
    const ends = new Set(['AML.TA0011', 'AML.TA0010', 'AML.TA0007', 'TA0003', 'TA0005', 'TA0011', 'TA0004']);
    const loose = checkLibraries([library], knowledge)
      .filter(({ code }) => code === 'LIB-031')
      .map(({ message }) => /^rule (\S+)/.exec(message)![1]!)
      .filter((id) => {
        const rule = library.rules.find((each) => each.id === id)!;
        const tactics =
          rule.tactic === undefined
            ? (knowledge.techniques.get(rule.technique ?? '')?.tactics ?? [])
            : [rule.tactic];
        return !tactics.some((tactic) => ends.has(tactic));
      });
    expect(loose).toEqual([]);
  });
});

describe('the tests of the core library', () => {
  const readSystem = (value: unknown): ReturnType<typeof readSystemValue> =>
    readSystemValue({ file: 'tests.yaml', value }, { kinds: library.kinds });
  const results = runLibraryTests({ library, base: [], knowledge, readSystem });

  it.each(results)('$name', ({ failures }) => {
    expect(failures).toEqual([]);
  });

  it('are many enough to touch every tactic of ATLAS', () => {
    expect(library.tests.length).toBeGreaterThanOrEqual(25);
    const touched = new Set(
      library.tests.flatMap(({ expect: steps }) =>
        steps.flatMap(({ rule: id }) => {
          const rule = library.rules.find((each) => each.id === id)!;
          const tactics = knowledge.techniques.get(rule.technique ?? '')?.tactics ?? [];
          return rule.tactic === undefined ? tactics : [rule.tactic];
        }),
      ),
    );
    const tactics = [...knowledge.tactics.values()].filter(({ framework }) => framework === 'atlas');
    expect(tactics.filter(({ id }) => !touched.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
