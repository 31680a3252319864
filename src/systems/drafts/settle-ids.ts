import { kebabCase } from '#importers/formats/draft-ids';
import type { DraftElement, DraftSystem } from '#model/draft-system';
import { SCHEDULE } from '#model/system-model';
import { KEBAB_CASE } from '../structure.ts';
import type { DraftNotes } from './draft-notes.ts';
import { renamed } from './draft-references.ts';

/**
 * A draft whose ids are kebab-case, each once: zones, actors, assets and flows share one space, the others have their
 * own. An id that comes twice is the first one's; the second gets another, and a warning says so.
 */
export function settleIds(draft: DraftSystem, notes: DraftNotes): DraftSystem {
  const shared = new IdSpace(notes);
  const own = (): IdSpace => new IdSpace(notes);
  const [safeguards, evidence, threats, goals] = [own(), own(), own(), own()];
  const settled: DraftSystem = {
    ...draft,
    id: KEBAB_CASE.test(draft.id) ? draft.id : kebabCase(draft.id) || 'system',
    zones: draft.zones.map((zone) => shared.settle(zone, 'zone')),
    actors: draft.actors.map((actor) => shared.settle(actor, 'actor')),
    assets: draft.assets.map((asset) => shared.settle(asset, 'asset')),
    flows: draft.flows.map((flow) =>
      flow.id === undefined ? flow : { ...flow, ...shared.settle({ ...flow, id: flow.id }, 'flow') },
    ),
    safeguards: draft.safeguards.map((each) => safeguards.settle(each, 'safeguard')),
    evidence: draft.evidence.map((each) => evidence.settle(each, 'evidence')),
    threats: draft.threats.map((each) => threats.settle(each, 'threat')),
    goals: draft.goals.map((each) => goals.settle(each, 'goal')),
  };
  return renamed(settled, {
    element: (id) => shared.nameOf(id),
    safeguard: (id) => safeguards.nameOf(id),
    evidence: (id) => evidence.nameOf(id),
  });
}

class IdSpace {
  readonly #notes: DraftNotes;
  readonly #taken = new Set<string>();
  /** Id of the draft → id of the model. */
  readonly #names = new Map<string, string>();

  constructor(notes: DraftNotes) {
    this.#notes = notes;
  }

  settle<T extends Pick<DraftElement, 'id' | 'place'>>(element: T, sort: string): T {
    const { id, place } = element;
    const isFree = KEBAB_CASE.test(id) && id !== SCHEDULE && !this.#taken.has(id);
    const settled = isFree ? id : this.#free(kebabCase(id) || sort);
    this.#taken.add(settled);
    if (this.#names.has(id)) {
      this.#notes.warn(
        'IMPORT-003',
        place,
        `"${id}" is the id of two elements; this ${sort} is called "${settled}"`,
        'what refers to the id means the first of them',
      );
    } else {
      this.#names.set(id, settled);
    }
    return settled === id ? element : { ...element, id: settled };
  }

  nameOf(id: string): string {
    return this.#names.get(id) ?? id;
  }

  #free(base: string): string {
    const start = base === SCHEDULE ? `${base}-1` : base;
    let id = start;
    for (let n = 2; this.#taken.has(id); n++) id = `${start}-${n}`;
    return id;
  }
}
