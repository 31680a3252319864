import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '#analysis/analyze';
import { deriveSystem } from '#analysis/derive/derive';
import { checkLibraries } from '#analysis/library/check-libraries';
import { loadLibrary } from '#analysis/library/load-library';
import { runLibraryTests } from '#analysis/library/run-library-tests';
import { analysisKnowledge } from '#knowledge/analysis-view';
import { loadKnowledge } from '#knowledge/load-knowledge';
import type { AnalysisResult } from '#model/analysis-result';
import { hasErrors } from '#model/diagnostics';
import type { Safeguard, SystemModel } from '#model/system-model';
import { readSystemValue } from '#systems/read-system-model';
import { generatedSystem } from './generated-system.ts';

const folder = new URL('../../libraries/core/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ file: `libraries/core/${name}`, text: readFileSync(new URL(name, folder), 'utf8') }));
const knowledge = analysisKnowledge(loadKnowledge({ libraries: [] }));
const loaded = loadLibrary(files, { knowledge });
const core = loaded.library!;

const SHAPES = [
  'agent',
  'llm',
  'tool',
  'document-store',
  'vector-index',
  'database',
  'chat-ui',
  'model',
  'dataset',
];
const LINKS = [
  'uses',
  'retrieves-from',
  'calls',
  'acts-on',
  'built-from',
  'trained-on',
  'serves',
  'hosted-on',
];

/** A random small system as its author would write it. */
const systems = fc
  .record({
    kinds: fc.array(fc.constantFrom(...SHAPES), { minLength: 2, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...LINKS), fc.nat(7)), { maxLength: 14 }),
    exposed: fc.array(fc.constantFrom('public', 'internal', 'isolated'), { minLength: 8, maxLength: 8 }),
    zones: fc.array(fc.constantFrom('outer', 'inner'), { minLength: 8, maxLength: 8 }),
    flows: fc.array(fc.tuple(fc.nat(8), fc.nat(7), fc.constantFrom('prompt', 'document', 'tool-call')), {
      maxLength: 5,
    }),
    contributor: fc.nat(7),
    insider: fc.boolean(),
  })
  .map(({ kinds, links, exposed, zones, flows, contributor, insider }): SystemModel => {
    const id = (i: number): string => `a${i % kinds.length}`;
    const assets: Record<string, Record<string, unknown>> = {};
    kinds.forEach((kind, i) => (assets[`a${i}`] = { kind, zone: zones[i], exposure: exposed[i] }));
    for (const [from, key, to] of links) {
      const asset = assets[id(from)]!;
      const listed = new Set((asset[key] as string[] | undefined) ?? []);
      if (id(from) !== id(to)) asset[key] = [...listed.add(id(to))];
    }
    assets[id(contributor)]!['contributors'] = ['eve'];
    const { model, diagnostics } = readSystemValue({
      file: 'random',
      value: {
        threatloom: 1,
        system: 'random',
        zones: { outer: { trust: 1 }, inner: { trust: 2, in: 'outer' } },
        actors: {
          eve: { zone: 'outer', attacker: 'external' },
          ann: { zone: 'inner', attacker: insider ? 'insider' : 'none', access: ['a0'] },
        },
        assets,
        flows: flows
          .map(([from, to, what]) => ({
            from: from === 8 ? 'eve' : id(from),
            to: id(to),
            carries: [what],
            both: true,
          }))
          .filter(({ from, to }) => from !== to),
        goals: {
          first: { on: 'a0', loss: 'confidentiality', impact: 'high' },
          second: { on: 'a1', loss: 'integrity', impact: 'critical' },
        },
      },
    });
    if (model === undefined) throw new Error(JSON.stringify(diagnostics));
    return model;
  });

const safeguards = fc.record({
  on: fc.constantFrom('a0', 'a1', 'inner', 'outer', 'eve'),
  implements: fc.uniqueArray(
    fc.constantFrom(...[...knowledge.controls.keys()].filter((id) => id.startsWith('AML.'))),
    {
      minLength: 1,
      maxLength: 12,
    },
  ),
  effectiveness: fc.constantFrom(0, 0.3, 0.9, 1),
});

function run(system: SystemModel, libraries = [core]): AnalysisResult {
  return analyze({ system, libraries, knowledge, today: '2026-11-23', version: '0', pathsPerGoal: 3 });
}

describe('the core library', () => {
  it('loads without a fault', () => {
    expect(loaded.diagnostics).toEqual([]);
    expect(core.rules.length).toBeGreaterThan(200);
  });

  it('has no rule that can never fire and no fact that nothing gives', () => {
    const codes = ['LIB-030', 'LIB-032'];
    expect(checkLibraries([core], knowledge).filter(({ code }) => codes.includes(code))).toEqual([]);
  });

  it('passes its own tests', () => {
    const readSystem = (value: unknown): ReturnType<typeof readSystemValue> =>
      readSystemValue({ file: 'test', value }, { kinds: core.kinds });
    const results = runLibraryTests({ library: core, base: [], knowledge, readSystem });
    expect(results.filter(({ failures }) => failures.length > 0)).toEqual([]);
    expect(hasErrors(loaded.diagnostics)).toBe(false);
  });
});

describe('an analysis', () => {
  it('gives the same bytes in whatever order model and library list things', () => {
    fc.assert(
      fc.property(systems, (system) => {
        const turned = {
          ...system,
          assets: [...system.assets].reverse(),
          actors: [...system.actors].reverse(),
          zones: [...system.zones].reverse(),
          flows: [...system.flows].reverse(),
          goals: [...system.goals].reverse(),
        };
        const library = { ...core, rules: [...core.rules].reverse(), controls: [...core.controls].reverse() };
        expect(JSON.stringify(run(turned, [library]))).toBe(JSON.stringify(run(system)));
      }),
      { numRuns: 25 },
    );
  });

  it('never gains a threat or a likelihood by a safeguard', () => {
    let felt = 0;
    fc.assert(
      fc.property(systems, fc.array(safeguards, { minLength: 1, maxLength: 3 }), (system, added) => {
        const more = added.map((each, i): Safeguard => ({
          id: `s${i}`,
          status: 'in-place',
          evidence: [],
          ...each,
          on: [each.on],
        }));
        const before = run(system);
        const after = run({ ...system, safeguards: more });
        const threats = new Map(before.threats.map((threat) => [threat.id, threat]));
        expect(after.threats.map(({ id }) => id).sort()).toEqual([...threats.keys()].sort());
        for (const threat of after.threats) {
          const bare = threats.get(threat.id)!;
          if (threat.reachable) expect(bare.reachable).toBe(true);
          expect(threat.residual.likelihood).toBeLessThanOrEqual(bare.residual.likelihood);
          expect(threat.likelihood).toBe(bare.likelihood);
          if (threat.residual.likelihood < bare.residual.likelihood) felt += 1;
        }
        after.goals.forEach(({ likelihood }, i) => {
          expect(likelihood).toBeLessThanOrEqual(before.goals[i]!.likelihood + 1e-6);
        });
      }),
      { numRuns: 40 },
    );
    // Else the safeguards stood where nothing happens, and nothing was shown.
    expect(felt).toBeGreaterThan(3);
  });

  it('gives paths whose every step is enabled by earlier ones', () => {
    let steps = 0;
    fc.assert(
      fc.property(systems, (system) => {
        const { paths, threats } = run(system);
        const known = new Map(threats.map((threat) => [threat.id, threat]));
        for (const path of paths) {
          path.steps.forEach((step, place) => {
            steps += 1;
            expect(known.get(step.threat)?.reachable).toBe(true);
            expect(step.enabledBy.every((earlier) => earlier >= 0 && earlier < place)).toBe(true);
          });
        }
      }),
      { numRuns: 40 },
    );
    expect(steps).toBeGreaterThan(5);
  });

  it('grows with the system and no faster', () => {
    const sizeOf = (clusters: number): [assets: number, steps: number, facts: number] => {
      const system = generatedSystem(clusters);
      const { ground } = deriveSystem({ system, libraries: [core], knowledge, today: '2026-11-23' });
      return [system.assets.length, ground.stepCount, ground.factCount];
    };
    const [small, large] = [sizeOf(20), sizeOf(80)];
    expect([small[0], large[0]]).toEqual([400, 1600]);
    expect(large[1] / small[1]).toBeLessThan(4.4);
    expect(large[2] / small[2]).toBeLessThan(4.4);
    expect(small[1]).toBeGreaterThan(4000);
  });
});
