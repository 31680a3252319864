import { describe, expect, it } from 'vitest';
import type { CoverageAnswer } from '#model/answers/coverage';
import { navigatorLayer, LAYER_VIEWS, type LayerView } from '#reports/navigator/layer';
import { askCoverage } from '#workspace/coverage';
import { openExamples } from '../../examples.ts';
import { HAS_PUBLISHER_FILES, publisherText } from '../../importers/frameworks/publisher-files.ts';
import { TODAY } from '../../cli/captured-io.ts';
import { SMALL_COVERAGE } from '../coverage/small-coverage.ts';
import { ATLAS_LAYER, ATTACK_LAYER } from './layer-schema.ts';

const scores = (answer: CoverageAnswer, view: LayerView): (readonly [string, number | undefined])[] =>
  ATLAS_LAYER.parse(JSON.parse(navigatorLayer(answer, view))).techniques!.map(({ techniqueID, score }) => [
    techniqueID,
    score,
  ]);

describe('a Navigator layer', () => {
  it('of coverage scores what applies: 0 open, 50 in part, 100 fully', () => {
    expect(scores(SMALL_COVERAGE, 'coverage')).toEqual([
      ['AML.T0051', 50],
      ['AML.T0051.000', 0],
      ['AML.T0053', 100],
      ['AML.T0055', 0],
    ]);
  });

  it('of gaps leaves out what is fully mitigated', () => {
    expect(scores(SMALL_COVERAGE, 'gaps')).toEqual([
      ['AML.T0051', 50],
      ['AML.T0051.000', 100],
      ['AML.T0055', 100],
    ]);
  });

  it('of paths scores the likeliest path in per cent and counts the others', () => {
    expect(scores(SMALL_COVERAGE, 'paths')).toEqual([
      ['AML.T0051', 12.3],
      ['AML.T0051.000', 0],
    ]);
    const { techniques } = ATLAS_LAYER.parse(JSON.parse(navigatorLayer(SMALL_COVERAGE, 'paths')));
    expect(techniques![0]!.metadata).toContainEqual({ name: 'paths', value: '3' });
    expect(techniques!.map(({ showSubtechniques }) => showSubtechniques)).toEqual([true, false]);
  });

  it('says what its score means, and from what it was made', () => {
    const layer = ATLAS_LAYER.parse(JSON.parse(navigatorLayer(SMALL_COVERAGE, 'gaps')));
    expect(layer.metadata).toEqual(
      expect.arrayContaining([
        { name: 'atlas_data_version', value: '5.6.1' },
        { name: 'system', value: 'small' },
        { name: 'as of', value: '2026-11-23' },
        { name: 'digest', value: '0'.repeat(64) },
      ]),
    );
    expect(layer.description).toContain('100 nothing mitigates it, 50 mitigated in part');
    expect(layer.gradient?.colors.at(-1)).toBe(layer.legendItems?.at(-1)?.color);
  });

  it('is refused for a framework that the Navigator does not have', () => {
    const other = {
      ...SMALL_COVERAGE,
      matrices: [{ ...SMALL_COVERAGE.matrices[0]!, framework: 'owasp-llm' }],
    };
    expect(() => navigatorLayer(other, 'gaps')).toThrow('the Navigator has no layers of these frameworks');
  });
});

describe('layers of the examples', () => {
  const { workspace, examples } = openExamples();

  it.each(examples)('$name', ({ model, folder }) => {
    for (const [framework, schema] of [
      ['atlas', ATLAS_LAYER],
      ['attack-enterprise', ATTACK_LAYER],
    ] as const) {
      const answer = askCoverage(workspace, model, { today: TODAY, folder }, [{ framework }]);
      const [count] = answer.counts;
      for (const view of LAYER_VIEWS) {
        const text = navigatorLayer(answer, view);
        expect(text).toBe(navigatorLayer(answer, view));
        const layer = schema.parse(JSON.parse(text));
        const expected = {
          coverage: count!.applicable,
          gaps: count!.applicable - count!.mitigated,
          paths: answer.matrices[0]!.items.filter(({ paths }) => paths > 0).length,
        }[view];
        expect(layer.techniques).toHaveLength(expected);
      }
    }
  });

  it.skipIf(!HAS_PUBLISHER_FILES)("are of the shape of ATLAS's own layers", () => {
    const own = JSON.parse(publisherText('atlas/navigator-layers/atlas_case_study_frequency.json')) as object;
    expect(() => ATLAS_LAYER.parse(own)).not.toThrow();
  });
});
