/**
 * Collects STIX 2.1 objects. Each id is written once, each relationship once for its type and ends.
 */
import { compareText } from '#model/diagnostics';
import { ownId } from './ids.ts';

export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

export interface Relationship {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly [property: string]: unknown;
}

/**
 * When everything was created that has no date of its own. It is earlier than any object of ATT&CK (2017-05-31) or
 * ATLAS (2021-05-13): whoever has the publisher's object keeps it, since the later `modified` wins, and loses no prose
 * to a bundle without any.
 */
export const EPOCH = '2017-01-01T00:00:00.000Z';

/** The identity that relationships and objects of a system are by. */
export const THREATLOOM = ownId('identity', 'threatloom');

export class StixBundle {
  readonly #objects = new Map<string, StixObject>();

  has(id: string): boolean {
    return this.#objects.has(id);
  }

  /** The first of an id stays. Gives the id back. */
  add({ type, id, ...properties }: StixObject): string {
    if (!this.has(id)) {
      const head = { type, spec_version: '2.1', id, created: EPOCH, modified: EPOCH };
      this.#objects.set(id, { ...head, ...properties });
    }
    return id;
  }

  /** A marking has no versions, and so no `modified`. */
  addMarking(statement: string): string {
    const id = ownId('marking-definition', statement);
    const head = { type: 'marking-definition', spec_version: '2.1', id, created: EPOCH };
    if (!this.has(id)) {
      this.#objects.set(id, { ...head, definition_type: 'statement', definition: { statement } });
    }
    return id;
  }

  /**
   * Its id is ours also between objects of MITRE: ATLAS gives 114 different edges only 34 ids, and readers that take
   * an id for an identity lose the others.
   */
  relate({ type, source, target, ...properties }: Relationship): string {
    return this.add({
      type: 'relationship',
      id: ownId('relationship', type, source, target),
      created_by_ref: this.#threatloom(),
      relationship_type: type,
      ...properties,
      source_ref: source,
      target_ref: target,
    });
  }

  /** Objects of a system are by this program; their state is that of the day on which it was judged. */
  addOwn(object: StixObject, modified: string): string {
    return this.add({ ...object, created_by_ref: this.#threatloom(), modified });
  }

  #threatloom(): string {
    return this.add({
      type: 'identity',
      id: THREATLOOM,
      name: 'threatloom',
      identity_class: 'system',
    });
  }

  /** Sorted by type and id; the same objects give the same bytes, and the bundle's id is made of them. */
  text(): string {
    const objects = [...this.#objects.values()].sort(
      (a, b) => compareText(a.type, b.type) || compareText(a.id, b.id),
    );
    const lines = objects.map((object) => JSON.stringify(object)).join(',\n');
    return `{"type": "bundle", "id": "${ownId('bundle', lines)}", "objects": [\n${lines}\n]}\n`;
  }
}
