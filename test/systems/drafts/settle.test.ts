import { describe, expect, it } from 'vitest';
import { readSystemModel } from '#systems/read-system-model';
import { draftOf } from '#importers/formats/draft-of';
import { completeDraft } from '#systems/drafts/complete-draft';
import { writeDraft } from '#systems/drafts/write-draft';
import { asset, completed, flow, place } from './drafts.ts';

const codes = (done: ReturnType<typeof completed>): string[] =>
  done.diagnostics.map(({ code, message }) => `${code} ${message}`);

describe('undefined references', () => {
  it('that an importer tells of stand before those that are found', () => {
    const told = { in: 'link 7', key: 'linkedId', id: 'gone' };
    const { draft } = completed({
      assets: [asset('a')],
      flows: [flow('a', 'b')],
      undefinedReferences: [told],
    });
    expect(draft.extensions?.['x-undefined-references']).toEqual([
      told,
      { in: 'flow "" from "a" to "b"', key: 'to', id: 'b' },
    ]);
  });
});

describe('ids', () => {
  it('that come twice belong to the first, and the second is said to have another', () => {
    const done = completed({
      zones: [{ id: 'web', place }],
      assets: [
        asset('web', { kind: 'web-app' }),
        asset('b', { kind: 'llm', relations: { 'hosted-on': ['web-2'] } }),
      ],
      flows: [flow('b', 'b', { id: 'b' })],
    });
    expect(codes(done)).toEqual([
      'IMPORT-003 "web" is the id of two elements; this asset is called "web-2"',
      'IMPORT-003 "b" is the id of two elements; this flow is called "b-2"',
    ]);
    expect(done.draft.assets[1]?.relations).toEqual({ 'hosted-on': ['web-2'] });
  });

  it('that are no ids become some, with all that refers to them', () => {
    const done = completed(
      {
        id: 'My System!',
        zones: [{ id: 'Zone A', place }],
        assets: [
          asset('Web Server', { zone: 'Zone A', kind: 'web-app' }),
          asset('schedule', { kind: 'llm' }),
          asset('数', { kind: 'llm' }),
        ],
        flows: [flow('Web Server', 'schedule')],
        safeguards: [{ id: 'S 1', place, on: ['Web Server'], implements: [], status: 'planned' }],
        threats: [{ id: 'T', place, on: ['Web Server'], safeguards: ['S 1'] }],
      },
      false,
    );
    const { draft, diagnostics } = done;
    expect(diagnostics).toEqual([]);
    expect(draft.id).toBe('my-system');
    expect(draft.assets.map(({ id, zone }) => [id, zone])).toEqual([
      ['web-server', 'zone-a'],
      ['schedule-1', undefined],
      ['asset', undefined],
    ]);
    expect(draft.flows[0]).toMatchObject({ from: 'web-server', to: 'schedule-1' });
    expect(draft.threats[0]).toMatchObject({ id: 't', on: ['web-server'], safeguards: ['s-1'] });
  });
});

describe('what names nothing', () => {
  const done = completed({
    zones: [{ id: 'z', in: 'nowhere', place }],
    actors: [{ id: 'p', place, access: [{ id: 'ghost' }], supplies: ['z'] }],
    assets: [
      asset('a', { kind: 'llm', zone: 'limbo', relations: { uses: ['ghost', 'a'], contributors: ['p'] } }),
    ],
    flows: [flow('a', 'ghost', { name: 'gone' }), flow('p', 'a')],
    goals: [{ id: 'g', on: 'ghost', loss: 'integrity', impact: 'low', place }],
    safeguards: [
      {
        id: 's',
        place,
        on: ['ghost', 'a'],
        implements: ['X-1', 'AML.M0020'],
        status: 'planned',
        effectiveness: 7,
      },
    ],
    threats: [{ id: 't', place, on: ['ghost'], safeguards: ['s', 'none'] }],
  });

  it('is reported, each with what it stood in', () => {
    expect(codes(done)).toEqual([
      'IMPORT-006 safeguard "s": no framework or library knows the control "X-1"',
      'IMPORT-006 safeguard "s": 7 is none from 0 to 1',
      'IMPORT-004 flow "gone" from "a" to "ghost": nothing has the id "ghost"',
      'IMPORT-004 zone "z": nothing has the id "nowhere"',
      'IMPORT-004 actor "p": nothing has the id "ghost"',
      'IMPORT-004 actor "p": "z" cannot stand under "supplies": it is of the wrong sort (zone)',
      'IMPORT-004 asset "a": nothing has the id "ghost"',
      'IMPORT-004 asset "a": nothing has the id "limbo"',
      'IMPORT-004 safeguard "s": nothing has the id "ghost"',
      'IMPORT-004 threat "t": nothing has the id "ghost"',
      'IMPORT-004 threat "t": nothing has the id "none"',
      'IMPORT-004 goal "g": nothing has the id "ghost"',
    ]);
    expect(done.losses.filter(({ outcome }) => outcome === 'kept')).toHaveLength(12);
  });

  it('is kept in the model, which reads without errors', () => {
    const { model, diagnostics } = readSystemModel({ file: 'a.yaml', text: writeDraft(done) });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(model?.extensions?.['/x-undefined-references']).toHaveLength(10);
    expect(model?.extensions).toMatchObject({
      '/safeguards/s/x-implements': ['X-1'],
      '/safeguards/s/x-effectiveness': 7,
    });
  });
});

describe('values that no model may have', () => {
  it('stand beside their place', () => {
    const done = completed(
      {
        zones: [
          { id: 'a', in: 'b', place },
          { id: 'b', in: 'c', place },
          { id: 'c', in: 'b', place },
          { id: 'd', trust: 9, place },
        ],
        assets: [asset('x', { kind: 'flux-capacitor' })],
      },
      false,
    );
    expect(codes(done)).toEqual([
      'IMPORT-006 zone "d": a trust of 9 is none from 0 to 5',
      'IMPORT-006 asset "x": no library knows the kind "flux-capacitor"',
      'IMPORT-005 zone "c" in "b": zones are nested in a circle',
    ]);
    const text = writeDraft(done);
    expect(text).toContain('x-in: b');
    expect(text).toContain('x-trust: 9');
    expect(text).toContain('x-kind: flux-capacitor');
    expect(
      readSystemModel({ file: 'a.yaml', text }).model?.zones.map(({ id, trust }) => [id, trust]),
    ).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 3],
      ['d', 3],
    ]);
  });
});

describe('a flow without ends', () => {
  it('is told once for both, and no longer as read', () => {
    const at = { file: 'a.json', line: 3, pointer: '/flows/0' };
    const line = (what: string, became: string) => ({ place: at, what, outcome: 'read', became }) as const;
    const losses = [line('flow "gone"', 'flow gone'), line('server "s"', 'asset s')];
    const draft = draftOf({ id: 's', flows: [{ ...flow('ghost', 'spirit'), place: at }] });
    const done = completeDraft({ draft, losses, diagnostics: [] });
    expect(done.losses.map(({ outcome, what, why }) => [outcome, what, why])).toEqual([
      ['read', 'server "s"', undefined],
      [
        'kept',
        'flow "" from "ghost" to "spirit"',
        'nothing has the id "ghost", and nothing has the id "spirit"',
      ],
    ]);
    expect(done.diagnostics.map(({ code }) => code)).toEqual(['IMPORT-004']);
  });
});
