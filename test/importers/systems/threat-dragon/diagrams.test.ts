import { describe, expect, it } from 'vitest';
import { notRead, outline } from '../drafted.ts';
import { at, flow, model, node, read, threat, type Json } from './models.ts';

function models(...diagrams: readonly (readonly Json[])[]): string {
  const whole = JSON.parse(model([])) as { detail: { diagrams: Json[] } };
  whole.detail.diagrams = diagrams.map((cells, id) => ({
    id,
    title: `D${id}`,
    diagramType: 'STRIDE',
    cells,
  }));
  return JSON.stringify(whole);
}

describe('several diagrams of Threat Dragon', () => {
  const first = [
    node('z', 'BoundaryBox', 'Cloud', at(0, 0, 100, 100), { description: 'ours' }),
    node('w', 'Process', 'Web', at(20, 20), { isWebApplication: true }),
    node('s', 'Store', 'Orders', at(300, 20), { storesCredentials: true, team: 'x' }),
    flow('f', 'Query', 'w', 's'),
  ];

  it('show one system: things and flows of one name are the same, of which both tell', () => {
    const second = [
      node('z9', 'BoundaryBox', 'Vault', at(0, 0, 100, 100)),
      node('z8', 'BoundaryBox', 'cloud', at(200, 0, 300, 300), { description: 'rented' }),
      node('s9', 'Process', 'orders', at(20, 20), {
        isEncrypted: true,
        team: 'y',
        threats: [threat('Leak', 'Open', 'encrypt')],
      }),
      node('w9', 'Actor', 'Web', at(20, 20)),
      node('m', 'Process', 'Mail', at(300, 20)),
      flow('f9', 'query', 'w9', 's9', { protocol: 'HTTPS', threats: [threat('Tap', 'Open', 'TLS')] }),
      flow('g', 'Send', 's9', 'm'),
    ];
    const imported = read(models(first, second));
    const { draft } = imported;
    expect(outline(draft)).toEqual({
      zones: ['z', 'z9'],
      things: ['w in z', 's in z9', 'm in z'],
      flows: ['w -> s: Query', 's -> m: Send'],
    });
    expect(draft.zones[0]?.description).toBe('ours; rented');
    expect(draft.assets[1]).toMatchObject({
      fallback: 'store',
      data: ['credentials'],
      facts: { protection: ['encrypted'] },
      extensions: { 'x-properties': { team: ['x', 'y'] } },
    });
    expect(draft.flows[0]).toMatchObject({ id: 'f', encrypted: true });
    expect(draft.threats.map(({ name, on }) => [name, on])).toEqual([
      ['Leak', ['s']],
      ['Tap', ['f']],
    ]);
    expect(notRead(imported)).toEqual(
      expect.arrayContaining([
        '1 guessed: process "orders": taken for the one of that name in diagram "D0"',
        '1 guessed: trust boundary "cloud": taken for the one of that name in diagram "D0"',
        '1 not-read: zone z9 around "Web": an earlier diagram draws it in z',
      ]),
    );
    expect(imported.diagnostics).toEqual([]);
  });

  it('have things of their own where names differ, or where one has several of a name', () => {
    const other = [
      node('w', 'Process', 'API', at(20, 20)),
      node('s', 'Store', 'Orders', at(0, 0)),
      node('t', 'Store', 'Orders', at(9, 9)),
    ];
    expect(outline(read(models(first, other, first)).draft).things).toEqual([
      'w in z',
      's',
      'w-2',
      's-2',
      't',
      's-3',
    ]);
  });
});
