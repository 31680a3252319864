import { compareText } from '#model/diagnostics';
import type { Safeguard, SystemModel } from '#model/system-model';
import type { Elements } from '../ground/elements.ts';
import type { GroundSteps } from '../ground/ground.ts';
import { IntList } from '../ground/int-list.ts';
import type { RuleControl } from './technique-controls.ts';

/** For each step the safeguards that act on it, planned ones too, in compressed rows. */
export interface ActingSafeguards {
  /** By id; the rows hold places in this list. */
  readonly safeguards: readonly Safeguard[];
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/**
 * A safeguard acts on a step when it implements one of the controls of the step's rule and stands `on` an element that the step binds,
 * on a zone that holds such an element (directly or through nested zones), or on a flow between two of them.
 * O(steps · variables · safeguards at one element).
 */
export function actingSafeguards(
  ground: GroundSteps,
  controls: readonly (readonly RuleControl[])[],
): ActingSafeguards {
  const { elements } = ground.index;
  const safeguards = [...elements.system.safeguards].sort((a, b) => compareText(a.id, b.id));
  const places = placesOf(safeguards, elements);
  const start = new Int32Array(ground.stepCount + 1);
  const items = new IntList();
  const found = new Set<number>();
  ground.rules.forEach((_, rule) => {
    const ids = new Set(controls[rule]!.map(({ id }) => id));
    const fits = safeguards.map(({ implements: of }) => of.some((id) => ids.has(id)));
    const any = fits.includes(true);
    for (let step = ground.ruleStart[rule]!; step < ground.ruleStart[rule + 1]!; step += 1) {
      if (any) {
        found.clear();
        collect(ground.bindings, ground.bindingStart[step]!, ground.bindingStart[step + 1]!, places, found);
        for (const each of [...found].sort((a, b) => a - b)) if (fits[each]!) items.push(each);
      }
      start[step + 1] = items.length;
    }
  });
  return { safeguards, start, items: items.values() };
}

interface Places {
  readonly elementCount: number;
  readonly byElement: ReadonlyMap<number, readonly number[]>;
  /** Pair of ends, lower first, as `low * elements + high`. */
  readonly byFlow: ReadonlyMap<number, readonly number[]>;
}

function collect(
  bindings: Int32Array,
  begin: number,
  end: number,
  { elementCount, byElement, byFlow }: Places,
  found: Set<number>,
): void {
  for (let i = begin; i < end; i += 1) {
    const element = bindings[i]!;
    for (const each of byElement.get(element) ?? []) found.add(each);
    if (byFlow.size === 0) continue;
    for (let j = begin; j < i; j += 1) {
      for (const each of byFlow.get(pairOf(element, bindings[j]!, elementCount)) ?? []) found.add(each);
    }
  }
}

function placesOf(safeguards: readonly Safeguard[], elements: Elements): Places {
  const byElement = new Map<number, number[]>();
  const byFlow = new Map<number, number[]>();
  const flows = new Map<string, SystemModel['flows'][number]>(
    elements.system.flows.map((flow) => [flow.id, flow]),
  );
  const members = membersOfZones(elements);
  safeguards.forEach(({ on }, safeguard) => {
    for (const id of on) {
      put(byElement, elements.asset(id), safeguard);
      put(byElement, elements.actor(id), safeguard);
      const zone = elements.zone(id);
      put(byElement, zone, safeguard);
      for (const element of members.get(zone) ?? []) put(byElement, element, safeguard);
      const flow = flows.get(id);
      if (flow === undefined) continue;
      const from = elements.participant(flow.from);
      const to = elements.participant(flow.to);
      if (from !== -1 && to !== -1) put(byFlow, pairOf(from, to, elements.count), safeguard);
    }
  });
  return { elementCount: elements.count, byElement, byFlow };
}

/** Zone → assets, actors and zones in it, at any depth. */
function membersOfZones(elements: Elements): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (let element = 0; element < elements.count; element += 1) {
    for (const zone of elements.enclosing(element)) put(members, zone, element);
  }
  return members;
}

function put(lists: Map<number, number[]>, key: number, value: number): void {
  if (key === -1) return;
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else if (list.at(-1) !== value) list.push(value);
}

function pairOf(a: number, b: number, elementCount: number): number {
  return a < b ? a * elementCount + b : b * elementCount + a;
}
