import type { MeasuredBase, NumberSource, SafeguardFactor } from '#model/answers/explanation';
import type { AttackerKind } from '#model/system-model';
import type { Rule } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import type { Derivation } from '../derive/derive.ts';
import type { Measured } from '../derive/evidence.ts';

/** `libraries/core/execution.yaml:12` */
export function positionText({ position: { file, line } }: Rule): string {
  return `${file}:${line}`;
}

/** Where the model says something: file and line of a JSON pointer. */
export function modelSource({ input }: Derivation, pointer: string): string {
  const { positions, source } = input.system;
  const place = positions.get(pointer);
  return place === undefined ? `${source.file} ${pointer}` : `${place.file}:${place.line} ${pointer}`;
}

/** Where a default is set: in the library whose defaults count, else in threatloom itself. */
function defaultSource({ input }: Derivation, key: string): string {
  const stated = input.libraries.filter(({ defaults }) => defaults !== undefined);
  const [first] = [...stated].sort((a, b) => compareText(a.id, b.id));
  return first === undefined
    ? `built-in default ${key}`
    : `library ${first.id} ${first.version}, library.yaml, defaults/${key}`;
}

/** The likelihood that a rule starts from. */
export function baseSource(derivation: Derivation, rule: Rule, value: number): NumberSource {
  const { knowledge } = derivation.input;
  if (rule.likelihood !== undefined) {
    const why = `rule ${rule.id} states its own likelihood`;
    return { value, why, source: positionText(rule) };
  }
  if (rule.technique === undefined) {
    return { value, why: 'what the system does by itself always happens', source: positionText(rule) };
  }
  const technique = knowledge.techniques.get(rule.technique);
  const parent = knowledge.techniques.get(technique?.parent ?? '');
  const of = technique?.maturity !== undefined ? technique : parent;
  if (of?.maturity === undefined) {
    const why = `${rule.technique} has no stated maturity and counts as realized`;
    return { value, why, source: defaultSource(derivation, 'likelihood/realized') };
  }
  const inherited = of === parent ? `, the parent of ${rule.technique},` : '';
  const why = `${of.id}${inherited} is ${of.maturity} (${of.framework})`;
  return { value, why, source: defaultSource(derivation, `likelihood/${of.maturity}`) };
}

/** The actor at whom a step starts; undefined where it starts at none. */
export function attackerSource(
  derivation: Derivation,
  step: number,
  value: number,
): NumberSource | undefined {
  const { ground, defaults } = derivation;
  if (ground.rules[ground.ruleOf[step]!]!.needs.length > 0) return undefined;
  const { elements } = ground.index;
  const bound = [...ground.bindings.subarray(ground.bindingStart[step], ground.bindingStart[step + 1])];
  const actors = bound.flatMap((element) => {
    const actor = elements.actorAt(element);
    return actor === undefined || actor.attacker === 'none' ? [] : [actor];
  });
  const factorOf = (kind: AttackerKind): number => (kind === 'none' ? 1 : defaults.attacker[kind]);
  const actor = actors.find(({ attacker }) => factorOf(attacker) === value);
  if (actor === undefined) return undefined;
  return {
    value,
    why: `it starts at ${actor.id}, an attacker of kind ${actor.attacker}`,
    source: `${defaultSource(derivation, `attacker/${actor.attacker}`)}; ${modelSource(derivation, `/actors/${actor.id}`)}`,
  };
}

export function measuredSource(
  derivation: Derivation,
  { evidence, measure, likelihood }: Measured,
): MeasuredBase {
  const { id, collected, expires } = evidence;
  const until = expires === undefined ? 'without an end' : `fresh until ${expires}`;
  const means = likelihood === measure.value ? '' : `, so ${likelihood} of attacks succeed`;
  return {
    value: likelihood,
    why: `${id} measured ${measure.metric} ${measure.value}${means}; collected ${collected ?? 'on no stated day'}, ${until}`,
    source: modelSource(derivation, `/evidence/${id}`),
    evidence: id,
    metric: measure.metric,
    measured: measure.value,
    ...(collected === undefined ? {} : { collected }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** @param place of the safeguard in `acting.safeguards` */
export function safeguardFactor(
  derivation: Derivation,
  rule: number,
  place: number,
  effectiveness: number,
): SafeguardFactor {
  const { acting, controls, catalogue, likelihoods, ground } = derivation;
  const safeguard = acting.safeguards[place]!;
  const answering = controls[rule]!.filter(({ id }) => safeguard.implements.includes(id)).map(({ id }) => id);
  const head = {
    value: 1 - effectiveness,
    safeguard: safeguard.id,
    effectiveness,
    controls: answering,
  };
  const says = (origin: string): string =>
    `${safeguard.id} (${safeguard.status}, ${answering.join(', ')}) stops ${effectiveness} of it: ${origin}`;
  if (safeguard.effectiveness !== undefined) {
    const source = modelSource(derivation, `/safeguards/${safeguard.id}/effectiveness`);
    return { ...head, why: says('the model states it'), source };
  }
  const best = answering.find((id) => likelihoods.ofControl(id) === effectiveness)!;
  if (catalogue.library(best)?.effectiveness !== undefined) {
    const library = catalogue.libraryOf(best)!;
    const version = derivation.input.libraries.find(({ id }) => id === library)?.version ?? '';
    const source = `library ${library} ${version}, control ${best}`;
    return { ...head, why: says(`the library states it for ${best}`), source };
  }
  const why = says(`nobody has stated how well it works at ${ground.rules[rule]!.id}`);
  return { ...head, why, source: defaultSource(derivation, 'effectiveness') };
}
