import { describe, expect, it } from 'vitest';
import { Elements } from '#analysis/ground/elements';
import { linked } from '#analysis/ground/link';
import { Links } from '#analysis/ground/links';
import { systemOf } from '../tiny.ts';

const MODEL = `
zones:
  outer: { trust: 1 }
  inner: { trust: 2, in: outer }
  vendor: { trust: 2 }
actors:
  passer-by: { attacker: external }
  outside: { zone: outer, attacker: insider }
  inside: { zone: inner, attacker: insider }
  clerk: { zone: inner }
  ally: { zone: vendor, attacker: partner }
  maker: { zone: vendor, attacker: supplier, supplies: [supplied] }
  shipper: { zone: outer, supplies: [supplied] }
  caller: { attacker: external }
  asked: { attacker: external }
assets:
  public-one: { kind: database, zone: inner, exposure: public }
  partner-one: { kind: database, zone: inner, exposure: partner }
  in-outer: { kind: database, zone: outer }
  in-inner: { kind: database, zone: inner }
  in-vendor: { kind: database, zone: vendor }
  nowhere: { kind: database }
  isolated-one: { kind: database, zone: inner, exposure: isolated }
  supplied: { kind: llm, zone: vendor, exposure: isolated }
flows:
  - { from: caller, to: nowhere, carries: [prompt] }
  - { from: isolated-one, to: asked, carries: [prompt], both: true }
  - { from: in-outer, to: passer-by, carries: [log] }
`;

describe('who reaches what', () => {
  const elements = new Elements(systemOf(MODEL));
  const { forward } = new Links(elements).relation('can-reach');
  const reachedBy = (actor: string): string[] =>
    elements.assets
      .filter(({ id }) => linked(forward, elements.actor(actor), elements.asset(id)))
      .map(({ id }) => id);

  it.each([
    ['passer-by', ['public-one']],
    ['outside', ['in-outer', 'public-one']],
    ['inside', ['in-inner', 'in-outer', 'public-one']],
    ['clerk', ['in-inner', 'in-outer', 'public-one']],
    ['ally', ['in-vendor', 'partner-one', 'public-one']],
    ['maker', ['partner-one', 'public-one', 'supplied']],
    ['shipper', ['public-one', 'supplied']],
    ['caller', ['nowhere', 'public-one']],
    ['asked', ['isolated-one', 'public-one']],
  ])('%s', (actor, assets) => {
    expect(reachedBy(actor)).toEqual(assets);
  });

  it('is the same for attackers when only they are asked for', () => {
    const { forward: ofAttackers, pairs } = new Links(elements).attackersReach();
    const attackers = elements.actors.filter(({ attacker }) => attacker !== 'none').map(({ id }) => id);
    expect(attackers).toEqual(['ally', 'asked', 'caller', 'inside', 'maker', 'outside', 'passer-by']);
    for (const id of attackers) {
      const row = ({ start, items }: typeof forward): number[] => [
        ...items.subarray(start[elements.actor(id)], start[elements.actor(id) + 1]),
      ];
      expect(row(ofAttackers)).toEqual(row(forward));
    }
    expect(pairs).toBe(16);
  });
});
