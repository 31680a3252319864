/**
 * Frameworks as MITRE writes them in STIX: techniques are `attack-pattern`, mitigations `course-of-action`, tactics
 * `x-mitre-tactic`. Facts only: names, structure, where to read more.
 */
import type {
  ControlRecord,
  FrameworkRecords,
  RecordStatus,
  TacticRecord,
  TechniqueRecord,
} from '#model/framework-records';
import type { StixBundle } from './bundle.ts';
import { ownId, recordStixId } from './ids.ts';
import type { LinkEnd } from './source.ts';

/** `kill_chain_name` and `source_name` of the two frameworks of MITRE; of others their own id. */
const SOURCE_NAMES: Readonly<Record<string, string>> = {
  atlas: 'mitre-atlas',
  'attack-enterprise': 'mitre-attack',
};

const MITRE = 'The MITRE Corporation';
/** As in every bundle of ATT&CK. */
const MITRE_ID = 'identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5';

const TYPES = { tactic: 'x-mitre-tactic', technique: 'attack-pattern', control: 'course-of-action' } as const;

type Kind = keyof typeof TYPES;
interface Records {
  readonly tactic: TacticRecord;
  readonly technique: TechniqueRecord;
  readonly control: ControlRecord;
}

/** Whose an object is, and under which terms. */
interface Common {
  readonly created_by_ref: string;
  readonly object_marking_refs: readonly string[];
}

/** Records of one edition; each becomes an object when it is first asked for, with all that it refers to. */
export class FrameworkObjects {
  readonly #bundle: StixBundle;
  readonly #records: FrameworkRecords;
  readonly #byId: { readonly [K in Kind]: ReadonlyMap<string, Records[K]> };
  #shared: Common | undefined;

  constructor(bundle: StixBundle, records: FrameworkRecords) {
    this.#bundle = bundle;
    this.#records = records;
    const byId = <R extends { readonly id: string }>(list: readonly R[]): ReadonlyMap<string, R> =>
      new Map(list.map((record) => [record.id, record]));
    this.#byId = {
      tactic: byId(records.tactics),
      technique: byId(records.techniques),
      control: byId(records.controls),
    };
  }

  get id(): string {
    return this.#records.framework.id;
  }

  /** All of it, with its own mitigations. */
  addAll(): void {
    for (const id of this.#byId.tactic.keys()) this.tactic(id);
    for (const id of this.#byId.technique.keys()) this.technique(id);
    for (const id of this.#byId.control.keys()) this.control(id);
    for (const { control, target } of this.#records.mitigations) this.mitigates(control, target);
  }

  /** STIX id of an object that the bundle holds already; writes nothing. */
  written({ kind, id }: LinkEnd): string | undefined {
    const record = this.#byId[kind].get(id);
    const stixId = record === undefined ? undefined : this.#stixId(kind, record);
    return stixId !== undefined && this.#bundle.has(stixId) ? stixId : undefined;
  }

  /** What its publisher says of a technique; writes nothing. */
  known(technique: string): TechniqueRecord | undefined {
    return this.#byId.technique.get(technique);
  }

  tactic(id: string): string | undefined {
    const record = this.#byId.tactic.get(id);
    if (record === undefined) return undefined;
    return this.#add('tactic', record, { x_mitre_shortname: shortName(record.name) });
  }

  /** The technique, its tactics, and the technique that it is a part of. */
  technique(id: string): string | undefined {
    const record = this.#byId.technique.get(id);
    if (record === undefined) return undefined;
    const phases = record.tactics.flatMap((each) => {
      this.tactic(each);
      const tactic = this.#byId.tactic.get(each);
      return tactic === undefined
        ? []
        : [{ kill_chain_name: this.#sourceName, phase_name: shortName(tactic.name) }];
    });
    const stixId = this.#add('technique', record, {
      ...(phases.length === 0 ? {} : { kill_chain_phases: phases }),
      ...(record.platforms.length === 0 ? {} : { x_mitre_platforms: record.platforms }),
      x_mitre_is_subtechnique: record.parent !== undefined,
      ...withdrawn(record.status, record.succeededBy),
    });
    this.#relate('subtechnique-of', stixId, this.#other('technique', record.parent));
    this.#relate('revoked-by', stixId, this.#other('technique', record.succeededBy));
    return stixId;
  }

  control(id: string): string | undefined {
    const record = this.#byId.control.get(id);
    if (record === undefined) return undefined;
    const stixId = this.#add('control', record, withdrawn(record.status, record.succeededBy));
    this.#relate('revoked-by', stixId, this.#other('control', record.succeededBy));
    return stixId;
  }

  /** A control of this framework answers a technique of it; false where either is not of it. */
  mitigates(control: string, technique: string): boolean {
    if (!this.#byId.control.has(control) || !this.#byId.technique.has(technique)) return false;
    this.#relate('mitigates', this.control(control), this.technique(technique));
    return true;
  }

  #other(kind: 'technique' | 'control', id: string | undefined): string | undefined {
    return id === undefined ? undefined : this[kind](id);
  }

  #relate(type: string, source: string | undefined, target: string | undefined): void {
    if (source === undefined || target === undefined) return;
    const { object_marking_refs } = this.#common();
    this.#bundle.relate({ type, source, target, object_marking_refs });
  }

  #add<K extends Kind>(kind: K, record: Records[K], properties: object): string {
    const { id, name, url } = record;
    const reference = {
      source_name: this.#sourceName,
      ...(url === undefined ? {} : { url }),
      external_id: id,
    };
    return this.#bundle.add({
      type: TYPES[kind],
      id: this.#stixId(kind, record),
      ...this.#common(),
      name,
      ...properties,
      external_references: [reference],
    });
  }

  #stixId(kind: Kind, record: Records[Kind]): string {
    return recordStixId(TYPES[kind], this.#records.framework, record);
  }

  get #sourceName(): string {
    return SOURCE_NAMES[this.id] ?? this.id;
  }

  #common(): Common {
    const { name, edition, publisher, licence, notice, url } = this.#records.framework;
    return (this.#shared ??= {
      created_by_ref: this.#bundle.add({
        type: 'identity',
        id: publisher === MITRE ? MITRE_ID : ownId('identity', publisher),
        name: publisher,
        identity_class: 'organization',
      }),
      object_marking_refs: [
        this.#bundle.addMarking(
          [notice, `${name} ${edition}, ${publisher}, ${url}. Licence: ${licence}.`]
            .filter((part) => part !== undefined)
            .join(' '),
        ),
      ],
    });
  }
}

/** MITRE's short name of a tactic: `Command and Control` → `command-and-control`; so for every tactic of both frameworks. */
function shortName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** MITRE calls revoked what another took the place of, deprecated what nothing did. */
function withdrawn(status: RecordStatus, succeededBy: string | undefined): object {
  if (status === 'active') return {};
  return succeededBy === undefined ? { x_mitre_deprecated: true } : { revoked: true };
}
