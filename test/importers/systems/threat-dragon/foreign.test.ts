import { describe, expect, it } from 'vitest';
import { at, flow, model, node, read, threat } from './models.ts';

describe('what other people draw', () => {
  const GUID = '3a5be5ea-014b-408c-be0e-98f6e1204248';

  it('is a flow that is joined to nothing: told with its threats, and not read', () => {
    const { draft, losses, diagnostics } = read(
      model([
        node('w', 'Process', 'Web', at(0, 0)),
        {
          id: 'f',
          shape: 'flow',
          source: { cell: 'w' },
          target: { x: 9, y: 9 },
          data: { type: 'tm.Flow', name: 'Out', protocol: 'HTTP', threats: [threat('Sniff', 'Open', 'TLS')] },
        },
      ]),
    );
    expect(draft.flows).toEqual([]);
    expect(draft.threats).toMatchObject([{ name: 'Sniff', on: [], safeguards: ['against-sniff'] }]);
    expect(draft.safeguards).toMatchObject([{ name: 'Against: Sniff', on: [] }]);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'TD-005 /detail/diagrams/0/cells/1 flow "Out" is not read: nothing is joined to its end',
    ]);
    expect(losses.filter(({ what }) => what === 'flow "Out"')).toMatchObject([
      { outcome: 'not-read', why: 'nothing is joined to its end' },
    ]);
  });

  it('has ids that nobody chose: what has no name is called by its sort', () => {
    const { draft } = read(
      model([
        node(GUID, 'Process', '', at(0, 0)),
        node('s', 'Store', 'Keys', at(99, 0)),
        flow(GUID.replace('3a', '4b').toUpperCase(), '', GUID, 's'),
      ]),
    );
    expect(draft.assets.map(({ id }) => id)).toEqual(['process', 's']);
    expect(draft.flows).toMatchObject([{ id: 'flow', from: 'process', to: 's' }]);
  });

  it('has properties of its own, protocols that encrypt and descriptions of diagrams: kept, or guessed at', () => {
    const whole = JSON.parse(
      model([
        node('a', 'Process', 'A', at(0, 0), { team: { name: 'red' }, isMine: false }),
        node('b', 'Process', 'B', at(99, 0)),
        ...['HTTPS', 'TLS 1.3', 'HTTP', 'HTTP/S', 'HTTP or HTTPS', 'mTLS over gRPC', 'no TLS'].map(
          (protocol, index) => flow(`f${index}`, protocol, 'a', 'b', { protocol }),
        ),
      ]),
    ) as { detail: { diagrams: { description?: string }[] } };
    whole.detail.diagrams[0]!.description = 'How it fits together';
    const { draft, losses } = read(JSON.stringify(whole));
    expect(draft.assets[0]?.extensions).toEqual({ 'x-properties': { team: { name: 'red' } } });
    expect(draft.flows.filter(({ encrypted }) => encrypted === true).map(({ name }) => name)).toEqual([
      'HTTPS',
      'TLS 1.3',
      'HTTP/S',
      'mTLS over gRPC',
    ]);
    expect(draft.extensions?.['x-notes']).toEqual(['Main: How it fits together']);
    expect(losses.find(({ what }) => what === 'encryption of flow "TLS 1.3"')).toMatchObject({
      outcome: 'guessed',
      became: 'encrypted: true',
      why: 'by its protocol, TLS 1.3',
    });
  });

  it('leaves descriptions of threats as the tool had them: said by nobody', () => {
    const stub = {
      ...threat('New', 'Open', 'Provide remediation for this threat or a reason'),
      description: 'Provide a description for this threat',
    };
    const { draft } = read(model([node('a', 'Process', 'A', at(0, 0), { threats: [stub] })]));
    expect(draft.threats[0]).not.toHaveProperty('description');
    expect(draft.safeguards).toEqual([]);
  });
});
