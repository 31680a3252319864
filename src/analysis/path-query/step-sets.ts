import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { Derivation } from '../derive/derive.ts';

/**
 * The steps of the graph that have to do with an asset, an actor or a technique: 1 for each of them.
 *
 * A step has to do with an element when its rule binds it, and with a technique when it is the technique, its parent or
 * one of its sub-techniques.
 *
 * @throws ThreatloomError ASK-001 where the system and the frameworks know no such id
 */
export function stepsOf(derivation: Derivation, id: string): Uint8Array {
  const { ground, wholeStep } = derivation;
  const { knowledge } = derivation.input;
  const marks = new Uint8Array(wholeStep.length);
  const element = ground.index.elements.participant(id);
  if (element !== -1) {
    wholeStep.forEach((whole, step) => {
      const bound = ground.bindings.subarray(ground.bindingStart[whole], ground.bindingStart[whole + 1]);
      if (bound.includes(element)) marks[step] = 1;
    });
    return marks;
  }
  if (!knowledge.techniques.has(id)) throw unknownId(derivation, id);
  const fits = ground.rules.map(
    ({ technique }) => technique === id || knowledge.techniques.get(technique ?? '')?.parent === id,
  );
  wholeStep.forEach((whole, step) => {
    if (fits[ground.ruleOf[whole]!]!) marks[step] = 1;
  });
  return marks;
}

function unknownId({ ground, input }: Derivation, id: string): ThreatloomError {
  const near = nearestWord(id, [...ground.index.elements.ids, ...input.knowledge.techniques.keys()]);
  return new ThreatloomError('ASK-001', `"${id}" is no asset, actor or technique`, {
    hint: near === undefined ? 'see the ids under assets and actors of the model' : `did you mean "${near}"?`,
  });
}

/**
 * The steps by which an attacker other than these takes part: 1 for each of them. An actor that a rule binds as a person,
 * to be deceived, takes no part by that.
 *
 * @throws ThreatloomError ASK-002 where one of them is no attacker of the model
 */
export function stepsOfOtherAttackers(
  { ground, wholeStep }: Derivation,
  actors: readonly string[],
): Uint8Array {
  const { elements } = ground.index;
  const attackers = elements.actors.filter(({ attacker }) => attacker !== 'none').map(({ id }) => id);
  const allowed = new Set(
    actors.map((id) => {
      if (attackers.includes(id)) return elements.actor(id);
      throw new ThreatloomError('ASK-002', `"${id}" is no attacker of the model`, {
        hint: attackers.length === 0 ? 'no actor has attacker: …' : `attackers are ${attackers.join(', ')}`,
      });
    }),
  );
  const slots = ground.rules.map(({ at }) =>
    [...at.values()].flatMap((kinds, slot) => (kinds.includes('attacker') ? [slot] : [])),
  );
  return Uint8Array.from(wholeStep, (whole) =>
    slots[ground.ruleOf[whole]!]!.some(
      (slot) => !allowed.has(ground.bindings[ground.bindingStart[whole]! + slot]!),
    )
      ? 1
      : 0,
  );
}
