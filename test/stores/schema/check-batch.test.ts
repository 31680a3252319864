import { describe, expect, it } from 'vitest';
import type { PropertyValue } from '#model/graph';
import { buildNode, summaryOf } from '#stores/schema/build-node';
import { assertBatch, checkBatch } from '#stores/schema/check-batch';
import { graphSchema } from '#stores/schema/read-schema';
import { BatchBuilder } from '../../conformance/batch-builder.ts';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';
import { valueGraph } from '../../conformance/value-graph.ts';

const schema = graphSchema();
const ASSET = { id: 'a', name: 'a', system: 's', kind: 'k', class: 'c', exposure: 'public' };
const FLOW = { id: 'f' };

const found = (batch: BatchBuilder): string[] =>
  checkBatch(schema, batch.build()).map(({ code, message, hint }) =>
    [code, message, ...(hint ? [hint] : [])].join(' | '),
  );

const zone = (properties: Record<string, PropertyValue>): string[] =>
  found(new BatchBuilder().node('Zone', 'z', { id: 'z', name: 'z', system: 's', trust: 1, ...properties }));

describe('a batch against the schema', () => {
  it('passes where it fits', () => {
    expect(checkBatch(schema, fixtureGraph())).toEqual([]);
    expect(checkBatch(schema, valueGraph())).toEqual([]);
    expect(zone({ trust: -0 })).toEqual([]);
  });

  it('is told all that is wrong with it', () => {
    const batch = new BatchBuilder()
      .node('Aset', 'x', {})
      .node('Asset', 'a', { ...ASSET, exposre: 'public' })
      .node('Asset', 'a', ASSET)
      .node('Asset', 'b', { ...ASSET, name: null, kind: 3 })
      .node('Build', 'b', {})
      .edge('FLOWS', 'Asset a', 'Asset b')
      .edge('FLOWS_TO', 'Asset a', 'Asset c', FLOW)
      .edge('FLOWS_TO', 'Zone a', 'Zone b', FLOW)
      .edge('FLOWS_TO', 'Asset a', 'Asset b', { ...FLOW, carries: 'prompt' })
      .edge('FLOWS_TO', 'Asset b', 'Asset a', { ...FLOW, encrypted: null })
      .edge('FLOWS_TO', 'Asset b', 'Asset a', { ...FLOW, encrypted: true })
      .edge('FLOWS_TO', 'Asset b', 'Asset a', FLOW);
    expect(found(batch)).toEqual([
      'BATCH-002 | unknown label "Aset" | did you mean "Asset"?',
      'BATCH-003 | Asset "a": unknown property "exposre" | did you mean "exposure"?',
      'BATCH-005 | Asset "a" stands twice',
      'BATCH-004 | Asset "b": "kind" must be text without control characters, not 3',
      'BATCH-004 | Asset "b": "name" is missing',
      'BATCH-009 | nodes of label Build are written by the store, not by the batch',
      'BATCH-002 | unknown relationship type "FLOWS"',
      'BATCH-007 | Asset "a" -[FLOWS_TO]-> Asset "c": there is no Asset "c" in the batch',
      'BATCH-006 | Zone "a" -[FLOWS_TO]-> Zone "b": it joins Actor to Actor, Actor to Asset, Asset to Actor, Asset to Asset',
      'BATCH-004 | Asset "a" -[FLOWS_TO]-> Asset "b": "carries" must be a list of texts, none of them empty, without control characters, not "prompt"',
      'BATCH-008 | Asset "b" -[FLOWS_TO]-> Asset "a": stands twice',
    ]);
    expect(() => {
      assertBatch(schema, batch.build());
    }).toThrow('the graph cannot be loaded: unknown label "Aset" (and 10 more)');
  });

  it.each<[Record<string, PropertyValue>, string]>([
    [{ trust: 1.5 }, '"trust" must be a whole number, not 1.5'],
    [{ trust: 2 ** 53 }, '"trust" must be a whole number, not 9007199254740992'],
    [{ trust: '1' }, '"trust" must be a whole number, not "1"'],
    [{ trust: null }, '"trust" is missing'],
    [{ name: 'a\u0000b' }, '"name" must be text without control characters, not "a\\u0000b"'],
    [{ name: '\u001b[31m' }, '"name" must be text without control characters, not "\\u001b[31m"'],
    [{ name: '\ud83d' }, '"name" must be text without control characters, not "\\ud83d"'],
    [{ name: ['a'] }, '"name" must be text without control characters, not ["a"]'],
    [{ name: true }, '"name" must be text without control characters, not true'],
    [{ key: 'z' }, 'unknown property "key"'],
  ])('refuses the values %j', (properties, message) => {
    expect(zone(properties).map((each) => each.split(' | ')[1])).toEqual([`Zone "z": ${message}`]);
  });

  it('refuses floats that are no numbers, and keys that are no names', () => {
    const step = { id: 's', name: 'n', system: 's', status: 'planned' };
    const safeguard = (effectiveness: number): string[] =>
      found(new BatchBuilder().node('Safeguard', 's', { ...step, effectiveness }));
    expect(safeguard(NaN)).toEqual([
      'BATCH-004 | Safeguard "s": "effectiveness" must be a finite number, not NaN',
    ]);
    expect(safeguard(Infinity)).toHaveLength(1);
    expect(found(new BatchBuilder().node('Asset', '', ASSET))).toEqual([
      'BATCH-004 | Asset: "" cannot be a key',
    ]);
    expect(found(new BatchBuilder().node('Asset', 'a\u0001', ASSET))).toEqual([
      'BATCH-004 | Asset: "a\\u0001" cannot be a key',
    ]);
  });
});

describe('the node of a build', () => {
  it('says digest, schema, version and sums', () => {
    const summary = summaryOf(
      new BatchBuilder().node('Asset', 'a', ASSET).node('Zone', 'z', {}).build(),
      'd',
    );
    expect(summary).toEqual({ digest: 'd', nodes: { Asset: 1, Zone: 1 }, edges: {} });
    expect(buildNode(schema, summary)).toMatchObject({
      key: 'd',
      properties: { digest: 'd', schema: schema.digest, nodes: 2, edges: 0 },
    });
  });
});
