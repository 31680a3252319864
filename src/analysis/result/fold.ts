import type { Threat } from '#model/analysis-result';
import type { KnownTechnique } from '#model/analysis-knowledge';
import { compareText } from '#model/diagnostics';
import type { SystemModel } from '#model/system-model';

/**
 * Threat → the threat that says the same thing better: the likeliest of those at one asset with one technique or its
 * sub-techniques, and for a model the same at what uses or serves it, since that is where somebody meets it.
 * Only reachable threats are folded, and only into reachable ones; a head is never folded itself. O(n log n).
 */
export function variantsOf(
  threats: readonly Threat[],
  system: SystemModel,
  techniques: ReadonlyMap<string, KnownTechnique>,
): ReadonlyMap<string, string> {
  const family = ({ technique }: Threat): string => techniques.get(technique)?.parent ?? technique;
  const groups = new Map<string, Threat[]>();
  for (const threat of threats) {
    if (!threat.reachable) continue;
    const key = `${threat.asset} ${family(threat)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [threat]);
    else group.push(threat);
  }
  const heads = new Map<string, Threat>();
  for (const [key, group] of groups) heads.set(key, [...group].sort(likeliestFirst)[0]!);

  const users = usersOfModels(system);
  const variants = new Map<string, string>();
  for (const [key, group] of groups) {
    const head = heads.get(key)!;
    const elsewhere = (users.get(head.asset) ?? [])
      .map((user) => heads.get(`${user} ${family(head)}`))
      .find((each) => each !== undefined);
    for (const { id } of group) {
      const into = elsewhere ?? head;
      if (into.id !== id) variants.set(id, into.id);
    }
  }
  return variants;
}

function likeliestFirst(a: Threat, b: Threat): number {
  return (
    b.residual.likelihood - a.residual.likelihood ||
    compareText(a.technique, b.technique) ||
    compareText(a.id, b.id)
  );
}

/** Model → agents and applications that use it, by id. A user is never a model, so nothing is folded twice. */
function usersOfModels(system: SystemModel): ReadonlyMap<string, readonly string[]> {
  const models = new Set(system.assets.filter(({ kind }) => MODELS.has(kind)).map(({ id }) => id));
  const users = new Map<string, string[]>();
  for (const { id, kind, relations } of system.assets) {
    if (MODELS.has(kind)) continue;
    for (const { id: model } of relations.uses ?? []) {
      if (models.has(model)) users.set(model, [...(users.get(model) ?? []), id].sort());
    }
  }
  return users;
}

/** A language model answers through what uses it; predictive models are assets of their own and stay. */
const MODELS: ReadonlySet<string> = new Set(['llm']);
