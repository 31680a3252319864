import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFramework } from '#knowledge/fact-pack';
import { diffResults } from '#knowledge/diff/result-diff';
import type { AnalysisResult } from '#model/analysis-result';
import { HAS_PUBLISHER_FILES } from '../../importers/frameworks/publisher-files.ts';
import { atlas202607 } from '../../knowledge/atlas-2026.ts';
import { TestWorkspace } from './workspace.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/fraud-detection.system.yaml', import.meta.url));

type Threat = AnalysisResult['threats'][number];

/** Only what the comparison looks at. */
function result(...threats: readonly Partial<Threat>[]): AnalysisResult {
  const rest = { asset: 'bot', technique: 'T1', name: 'Te', reachable: true, controls: [] };
  return {
    system: 's',
    threats: threats.map((threat) => ({ ...rest, ...threat })),
  } as unknown as AnalysisResult;
}

const head = { asset: 'bot', technique: 'T1', name: 'Te' };

describe('what an edition changes for a system', () => {
  it('names gaps that open and close, reachable ones only', () => {
    const { opened, closed } = diffResults(
      result({ id: 'a', status: 'covered' }, { id: 'b', status: 'gap' }, { id: 'c', status: 'gap' }),
      result(
        { id: 'a', status: 'gap' },
        { id: 'b', status: 'partly-covered' },
        { id: 'd', status: 'gap' },
        { id: 'e', status: 'gap', reachable: false },
      ),
    );
    expect(opened).toEqual([
      { threat: 'a', ...head, before: 'covered', after: 'gap' },
      { threat: 'd', ...head, after: 'gap' },
    ]);
    expect(closed).toEqual([
      { threat: 'b', ...head, before: 'gap', after: 'partly-covered' },
      { threat: 'c', ...head, before: 'gap' },
    ]);
  });

  it('names safeguards whose control no longer answers a threat, and acceptances that do not carry over', () => {
    const control = (id: string, safeguard?: string): Threat['controls'][number] =>
      ({
        id,
        state: 'in-place',
        ...(safeguard === undefined ? {} : { safeguard }),
      }) as Threat['controls'][number];
    const { lostControls, acceptedMoved, opened } = diffResults(
      result(
        { id: 'a', status: 'covered', controls: [control('M1', 'filter'), control('M2')] },
        { id: 'b', status: 'covered', controls: [control('M1', 'filter')] },
        { id: 'c', status: 'accepted' },
        { id: 'd', status: 'accepted' },
      ),
      result(
        { id: 'a', status: 'covered', controls: [control('M3', 'filter')] },
        { id: 'b', status: 'covered', controls: [control('M1', 'filter')] },
        { id: 'c', status: 'gap' },
        { id: 'd', status: 'accepted' },
      ),
    );
    expect(lostControls).toEqual([{ safeguard: 'filter', control: 'M1', threats: ['a'] }]);
    expect(acceptedMoved).toEqual([{ threat: 'c', ...head, before: 'accepted', after: 'gap' }]);
    expect(opened).toEqual([]);
  });
});

describe('framework diff --system', () => {
  let here: TestWorkspace;

  beforeEach(() => {
    here = new TestWorkspace();
  });

  afterEach(() => {
    here.dispose();
  });

  it('finds nothing between an edition and itself', async () => {
    const { code, out } = await here.run('framework', 'diff', 'atlas', 'atlas@5.6.1', '--system', EXAMPLE);
    expect(code).toBe(0);
    expect(out).toMatch(
      /no difference\n\nFor the system fraud-detection\n\nno gap opens or closes, no safeguard or acceptance is lost\n$/,
    );
  });

  it.skipIf(!HAS_PUBLISHER_FILES)('tells which safeguard ATLAS 2026.07 takes its control from', async () => {
    here.write('atlas.json', packFramework(atlas202607()));
    const before = here.state();
    const { out } = await here.run(
      'framework',
      'diff',
      'atlas',
      'atlas.json',
      '--system',
      EXAMPLE,
      '--format',
      'json',
    );
    const { impact } = JSON.parse(out) as {
      impact: { lostControls: { safeguard: string; control: string }[]; opened: unknown[] };
    };
    // AML.M0025 answered AML.T0019, which was retired; nothing of it answers what took its place.
    expect(impact.lostControls).toMatchObject([{ safeguard: 'dataset-lineage', control: 'AML.M0025' }]);
    expect(impact.opened).toEqual([]);
    expect(here.state()).toBe(before);
  });
});
