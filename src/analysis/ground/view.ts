import type { View } from '#model/attack-library';
import { domainOf } from './domain.ts';
import { linked, LinkBuilder } from './link.ts';
import type { EvaluatedView, MatchContext } from './match-context.ts';
import { compilePattern, matchPattern } from './pattern.ts';

/**
 * Matches all alternatives of a view. Where several hold for the same elements, one that assumes nothing wins, then one
 * that assumes the least.
 */
export function evaluateView(view: View, index: MatchContext): EvaluatedView {
  const { count } = index.elements;
  const [first, second] = view.of;
  const sure = new LinkBuilder();
  const all = new LinkBuilder();
  const assumed = new Map<number, readonly number[]>();
  for (const alternative of view.any) {
    const pattern = compilePattern(alternative.at, alternative.where, index);
    const a = pattern.variables.indexOf(first);
    // With one variable the pair is the element and itself.
    const b = second === undefined ? a : pattern.variables.indexOf(second);
    matchPattern(pattern, index, (bindings, codes) => {
      const from = bindings[a]!;
      const to = bindings[b]!;
      all.add(from, to);
      if (codes.length === 0) {
        sure.add(from, to);
        return;
      }
      const before = assumed.get(from * count + to);
      if (before === undefined || codes.length < before.length) assumed.set(from * count + to, [...codes]);
    });
  }
  const { forward } = sure.build(count);
  for (const pair of assumed.keys()) {
    if (linked(forward, Math.floor(pair / count), pair % count)) assumed.delete(pair);
  }
  const link = all.build(count);
  if (second !== undefined) return { link: { link, assumed } };
  const state = new Uint8Array(count);
  for (const element of link.forward.items) state[element] = 1;
  const ofElement = new Map<number, readonly number[]>();
  for (const [pair, codes] of assumed) {
    state[pair % count] = 2;
    ofElement.set(pair % count, codes);
  }
  return { domain: domainOf(state, ofElement) };
}
