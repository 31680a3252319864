import { hash } from 'node:crypto';
import type { Rule } from '#model/attack-library';
import { threatSlot } from '../derive/likelihood.ts';
import type { GroundSteps } from '../ground/ground.ts';

/** Steps grouped to threats: one technique at one element by one rule. */
export interface ThreatGroups {
  readonly count: number;
  /** Step → threat, −1 for system steps. */
  readonly ofStep: Int32Array;
  /** The steps of threat t: `steps[start[t]] … steps[start[t + 1] - 1]`, ascending. */
  readonly start: Int32Array;
  readonly steps: Int32Array;
  readonly rule: Int32Array;
  readonly element: Int32Array;
  readonly ids: readonly string[];
}

export function groupThreats(ground: GroundSteps): ThreatGroups {
  const ofStep = new Int32Array(ground.stepCount).fill(-1);
  const rules: number[] = [];
  const elements: number[] = [];
  const ids: string[] = [];
  ground.rules.forEach((rule, r) => {
    if (rule.technique === undefined) return;
    const slot = threatSlot(rule);
    const byElement = new Map<number, number>();
    for (let step = ground.ruleStart[r]!; step < ground.ruleStart[r + 1]!; step += 1) {
      const element = ground.bindings[ground.bindingStart[step]! + slot]!;
      let threat = byElement.get(element);
      if (threat === undefined) {
        threat = ids.length;
        byElement.set(element, threat);
        rules.push(r);
        elements.push(element);
        ids.push(threatId(ground.index.elements.ids[element]!, rule));
      }
      ofStep[step] = threat;
    }
  });
  const start = new Int32Array(ids.length + 1);
  for (const threat of ofStep) if (threat !== -1) start[threat + 1]! += 1;
  for (let threat = 0; threat < ids.length; threat += 1) start[threat + 1]! += start[threat]!;
  const next = start.slice();
  const steps = new Int32Array(start[ids.length]!);
  ofStep.forEach((threat, step) => {
    if (threat === -1) return;
    steps[next[threat]!] = step;
    next[threat]! += 1;
  });
  return {
    count: ids.length,
    ofStep,
    start,
    steps,
    rule: Int32Array.from(rules),
    element: Int32Array.from(elements),
    ids,
  };
}

/** 48 bits of a digest: two of 100,000 threats collide once in 50,000 systems, and the id stays fit to be typed. */
export function threatId(asset: string, rule: Rule): string {
  const digest = hash('sha256', JSON.stringify([asset, rule.technique, rule.library, rule.id]), 'hex');
  return `T-${digest.slice(0, 12)}`;
}
