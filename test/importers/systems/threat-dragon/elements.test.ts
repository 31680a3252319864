import { describe, expect, it } from 'vitest';
import { CELLS, model, read, VERSION_1 } from './models.ts';

describe('a Threat Dragon model', () => {
  const { draft, losses, diagnostics } = read(model(CELLS));

  it('has its zones from boxes: the smallest around the middle of a cell', () => {
    expect(draft.zones.map(({ id, name, in: outer }) => [id, name, outer])).toEqual([
      ['z1', 'Internet', undefined],
      ['z2', 'Inner', undefined],
      ['z3', 'Core', 'z2'],
      ['c1', 'edge', undefined],
    ]);
    expect(draft.assets.map(({ id, zone, fallback }) => [id, zone, fallback])).toEqual([
      ['u', 'z1', 'external'],
      ['w', 'z2', 'process'],
      ['s', 'z3', 'store'],
      ['n', undefined, 'process'],
    ]);
  });

  it('says of curves what they are: lines with the flows that they cut', () => {
    expect(draft.extensions?.['x-trust-boundaries']).toEqual([{ name: 'edge', zone: 'c1', crossed: ['f1'] }]);
    expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'TD-002 /detail/diagrams/0/cells/12',
      'TD-003 /detail/diagrams',
    ]);
  });

  it('takes of flags only what is set', () => {
    expect(draft.flows.map(({ id, from, to, both, encrypted }) => [id, from, to, both, encrypted])).toEqual([
      ['f1', 'u', 'w', true, true],
      ['f2', 'w', 's', undefined, undefined],
      ['f3', 'w', 'ghost', undefined, undefined],
    ]);
    expect(draft.flows[0]?.extensions).toEqual({ 'x-protocol': 'HTTPS', 'x-public-network': true });
    expect(draft.assets[2]).toMatchObject({ data: ['credentials'], facts: { protection: ['encrypted'] } });
    expect(draft.assets[1]?.extensions).toEqual({ 'x-privilege-level': 'root', 'x-out-of-scope': 'old' });
    expect(draft.assets[1]?.ask).toEqual(['it is out of scope in the drawing; should it be left out?']);
  });

  it('counts a mitigation as in place only where its threat is mitigated', () => {
    expect(draft.safeguards.map(({ name, on, status }) => [name, on, status])).toEqual([
      ['Against: Leak', ['w'], 'in-place'],
      ['Against: Theft', ['w'], 'planned'],
      ['Against: Sniff', ['f2'], 'planned'],
    ]);
    expect(
      draft.threats.map(({ name, status, stride, safeguards }) => [name, status, stride, safeguards]),
    ).toEqual([
      ['Leak', 'Mitigated', ['information-disclosure'], ['against-leak']],
      ['Theft', 'Open', ['information-disclosure'], ['against-theft']],
      ['Spy', 'NA', ['information-disclosure'], []],
      ['Sniff', 'Accepted', ['information-disclosure'], ['against-sniff']],
    ]);
  });

  it('accounts for the rest', () => {
    expect(losses.filter(({ outcome }) => outcome === 'not-read').map(({ what }) => what)).toEqual([
      'property "contributors"',
      'drawing of diagram "Main"',
      'property "thumbnail"',
      'mitigation of "Spy"',
      'cell of type "tm.Cloud"',
      'property "reviewer"',
    ]);
    expect(draft.extensions?.['x-notes']).toEqual(['a remark']);
  });

  it('is read in version 1, where names are only drawn', () => {
    const old = read(VERSION_1).draft;
    expect(old.assets.map(({ id, name, hints }) => [id, name, hints])).toEqual([
      ['a', 'Browser', undefined],
      ['b', 'Orders', { types: ['log'] }],
    ]);
    expect(
      read(VERSION_1)
        .losses.filter(({ outcome }) => outcome === 'not-read')
        .map(({ what }) => what),
    ).toEqual(['property "contributors"', 'drawing of diagram "Main"', 'property "reviewer"']);
    expect(old.flows).toMatchObject([{ id: 'c', name: 'Order', from: 'a', to: 'b', encrypted: true }]);
    expect(old.extensions?.['x-trust-boundaries']).toEqual([{ name: 'd', zone: 'd', crossed: ['c'] }]);
  });
});
