/**
 * What a model says and another format has no place for, in the words of the model itself; `importers/formats/carried.ts`
 * reads it back.
 */
import { defined, evidenceFields, type Fields } from '#model/model-fields';
import type { Actor, Asset, Flow, Goal, Safeguard, SystemModel, VerbLink } from '#model/system-model';
import { VALUE_FACTS, type ValueFact } from '#model/system-model';

export const CARRIED_KEY = 'threatloom';

/** For formats that want a name of everything: what has none of its own says so. */
export function withoutName({ name }: { readonly name?: string }): Fields {
  return name === undefined ? { nameless: true } : {};
}

export function carriedAsset({ kind, exposure, value, data, effects, relations, facts }: Asset): Fields {
  return defined({
    kind,
    exposure,
    value: Object.keys(value).length === 0 ? undefined : value,
    data: data.length === 0 ? undefined : data,
    effects,
    ...Object.fromEntries(Object.entries(relations).map(([key, links]) => [key, linksOf(links)])),
    ...Object.fromEntries(
      Object.entries(facts).map(([key, values]) => [
        key,
        VALUE_FACTS[key as ValueFact].many ? values : values[0],
      ]),
    ),
  });
}

export function carriedActor({ attacker, access, supplies, deceivable }: Actor): Fields {
  return defined({
    sort: 'actor',
    attacker,
    access: access.length === 0 ? undefined : linksOf(access),
    supplies: supplies.length === 0 ? undefined : supplies,
    deceivable,
  });
}

export function carriedFlow({ carries, authenticated, encrypted }: Flow): Fields {
  return defined({
    carries: carries.length === 0 ? undefined : carries,
    authenticated,
    encrypted,
  });
}

/** For formats that want an id of each flow: one that has none of its own says so. */
export function carriedNamedFlow(flow: Flow): Fields {
  return { ...(hasOwnId(flow) ? {} : { unnamed: true }), ...carriedFlow(flow) };
}

/** Ids that the reader makes hold what no id may hold. */
export function hasOwnId({ id }: Flow): boolean {
  return !id.includes('>');
}

export function carriedSafeguard({
  on,
  implements: controls,
  status,
  effectiveness,
  evidence,
}: Safeguard): Fields {
  return defined({
    on,
    status,
    implements: controls,
    effectiveness,
    evidence: evidence.length === 0 ? undefined : evidence,
  });
}

/** For formats that have no mitigations of their own. */
export function carriedSafeguards({ safeguards }: SystemModel): Fields {
  if (safeguards.length === 0) return {};
  return {
    safeguards: Object.fromEntries(
      safeguards.map((each) => [
        each.id,
        defined({ name: each.name, description: each.description, ...carriedSafeguard(each) }),
      ]),
    ),
  };
}

export function carriedSystem({ stage, profile, goals, evidence }: SystemModel): Fields {
  const stated = goals.filter(({ origin }) => origin === 'goals');
  return defined({
    stage,
    profile: Object.keys(profile).length === 0 ? undefined : profile,
    goals:
      stated.length === 0 ? undefined : Object.fromEntries(stated.map((goal) => [goal.id, goalFields(goal)])),
    'goals-from-value': stated.length > 0 && stated.length < goals.length ? true : undefined,
    evidence:
      evidence.length === 0
        ? undefined
        : Object.fromEntries(evidence.map((each) => [each.id, evidenceFields(each)])),
  });
}

function goalFields({ name, description, on, loss, impact }: Goal): Fields {
  return defined({ name, description, on, loss, impact });
}

function linksOf(links: readonly VerbLink[]): unknown {
  if (links.every(({ verbs }) => verbs === undefined)) return links.map(({ id }) => id);
  return Object.fromEntries(links.map(({ id, verbs }) => [id, verbs ?? []]));
}

/** What no format carries: the reasons stand in docs/importing.md. */
export function leftOutOf({ accepted, extensions = {} }: SystemModel): string[] {
  const keys = Object.keys(extensions).length;
  return [
    ...(accepted.length === 0 ? [] : [counted(accepted.length, 'accepted risk')]),
    ...(keys === 0 ? [] : [counted(keys, 'x- key')]),
  ];
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
