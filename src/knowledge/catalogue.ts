/**
 * Finds any record of any loaded edition, and any control of a library.
 */
import type { AttackLibrary, LibraryControl } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type {
  CaseStudyRecord,
  ControlRecord,
  FrameworkRecords,
  RecordStatus,
  RequirementRecord,
  RiskRecord,
  TacticRecord,
  TechniqueRecord,
} from '#model/framework-records';

interface Kinds {
  readonly tactic: TacticRecord;
  readonly technique: TechniqueRecord;
  readonly risk: RiskRecord;
  readonly control: ControlRecord;
  readonly requirement: RequirementRecord;
  readonly 'case-study': CaseStudyRecord;
}

export type RecordKind = keyof Kinds;

export const RECORD_KINDS = [
  'technique',
  'tactic',
  'risk',
  'control',
  'requirement',
  'case-study',
] as const satisfies readonly RecordKind[];

/** One record of one edition, or one control of a library. */
export interface RecordRef {
  /** `framework@edition/id`; unique among the records of its kind. */
  readonly key: string;
  readonly kind: RecordKind;
  /** A framework's id, or a library's. */
  readonly framework: string;
  readonly edition: string;
  readonly id: string;
  readonly name: string;
  readonly status: RecordStatus;
}

const LISTS = {
  tactic: 'tactics',
  technique: 'techniques',
  risk: 'risks',
  control: 'controls',
  requirement: 'requirements',
  'case-study': 'caseStudies',
} as const satisfies Record<RecordKind, keyof FrameworkRecords>;

/** Finds records by framework, id and, where it matters, edition. */
export class Catalogue {
  /** Framework → edition → id → its records, of which there is mostly one. */
  readonly #editions = new Map<string, Map<string, Map<string, readonly RecordRef[]>>>();
  readonly #refs: RecordRef[] = [];
  readonly #records = new Map<RecordRef, Kinds[RecordKind]>();
  readonly #libraryControls = new Map<RecordRef, LibraryControl>();
  readonly #pinned = new Map<string, string>();

  /**
   * @param pinned framework → edition meant where none is named; of those not in it, the last in code-point order
   * @throws ThreatloomError KNOW-001 where an edition comes twice, KNOW-002 where a pinned one is not there
   */
  constructor(
    frameworks: readonly FrameworkRecords[],
    libraries: readonly AttackLibrary[],
    pinned: Readonly<Record<string, string>>,
  ) {
    for (const records of frameworks) this.#addFramework(records);
    for (const { id, version, controls } of libraries) {
      this.#addEdition(id, version);
      for (const control of controls) {
        const ref = this.#addRef(
          { kind: 'control', framework: id, edition: version, status: 'active' },
          control,
        );
        this.#libraryControls.set(ref, control);
      }
    }
    for (const [framework, edition] of Object.entries(pinned)) {
      if (!this.has(framework, edition)) {
        throw new ThreatloomError('KNOW-002', `the pinned edition ${framework} ${edition} is not loaded`, {
          hint: 'add it with "framework add", or pin another edition',
        });
      }
      this.#pinned.set(framework, edition);
    }
  }

  #addFramework(records: FrameworkRecords): void {
    const { id: framework, edition } = records.framework;
    this.#addEdition(framework, edition);
    for (const kind of RECORD_KINDS) {
      for (const record of records[LISTS[kind]]) {
        const status = 'status' in record ? record.status : 'active';
        this.#records.set(this.#addRef({ kind, framework, edition, status }, record), record);
      }
    }
  }

  #addEdition(framework: string, edition: string): void {
    if (this.has(framework, edition)) {
      throw new ThreatloomError('KNOW-001', `the edition ${framework} ${edition} is given twice`, {
        hint: 'give the fact pack or the full file, not both',
      });
    }
    const editions = this.#editions.get(framework) ?? new Map<string, Map<string, readonly RecordRef[]>>();
    this.#editions.set(framework, editions.set(edition, new Map()));
    const rival = this.#pinned.get(framework);
    if (rival === undefined || compareText(rival, edition) < 0) this.#pinned.set(framework, edition);
  }

  #addRef(
    head: Omit<RecordRef, 'key' | 'id' | 'name'>,
    { id, name }: { readonly id: string; readonly name: string },
  ): RecordRef {
    const ref = { key: recordKey({ ...head, id }), ...head, id, name };
    const byId = this.#editions.get(ref.framework)!.get(ref.edition)!;
    byId.set(id, [...(byId.get(id) ?? []), ref]);
    this.#refs.push(ref);
    return ref;
  }

  /** The edition meant where none is named; undefined where the framework is not loaded. */
  pinned(framework: string): string | undefined {
    return this.#pinned.get(framework);
  }

  has(framework: string, edition: string): boolean {
    return this.#editions.get(framework)?.has(edition) ?? false;
  }

  #withId(framework: string, id: string, edition = this.pinned(framework)): readonly RecordRef[] {
    return edition === undefined ? [] : (this.#editions.get(framework)?.get(edition)?.get(id) ?? []);
  }

  /** One record; O(1). Without `edition`, of the pinned one. */
  ref(kind: RecordKind, framework: string, id: string, edition?: string): RecordRef | undefined {
    return this.#withId(framework, id, edition).find((ref) => ref.kind === kind);
  }

  /**
   * The record behind an id whose kind is not said. Of two, the living one wins (ATT&CK T1022 is a technique and an
   * old mitigation), then the one of the kind `like`, then the kind earlier in `RECORD_KINDS`.
   */
  find(framework: string, id: string, edition?: string, like?: RecordKind): RecordRef | undefined {
    // Editions are added kind by kind, so the first is of the earlier kind.
    const found = this.#withId(framework, id, edition);
    if (found.length < 2) return found[0];
    const living = found.filter(({ status }) => status === 'active');
    const choice = living.length > 0 ? living : found;
    return choice.find(({ kind }) => kind === like) ?? choice[0];
  }

  /** @example catalogue.record('technique', 'atlas', 'AML.T0051')?.maturity */
  record<K extends RecordKind>(
    kind: K,
    framework: string,
    id: string,
    edition?: string,
  ): Kinds[K] | undefined {
    const ref = this.ref(kind, framework, id, edition);
    return ref === undefined ? undefined : (this.#records.get(ref) as Kinds[K] | undefined);
  }

  libraryControl(ref: RecordRef): LibraryControl | undefined {
    return this.#libraryControls.get(ref);
  }

  /** All records of a kind, in order of framework, edition and the edition's own order. */
  all(kind: RecordKind): readonly RecordRef[] {
    return this.#refs.filter((ref) => ref.kind === kind);
  }

  /** Full name of a sub-technique as publishers write it in references: `LLM Prompt Injection: Indirect`. */
  fullName(ref: RecordRef): string {
    const record = this.#records.get(ref);
    const parent = record !== undefined && 'parent' in record ? record.parent : undefined;
    const above = parent === undefined ? undefined : this.ref(ref.kind, ref.framework, parent, ref.edition);
    return above === undefined ? ref.name : `${above.name}: ${ref.name}`;
  }
}

/** Key of a record in the graph: `atlas@5.6.1/AML.T0051`; unique among the records of its kind. */
export function recordKey({
  framework,
  edition,
  id,
}: Pick<RecordRef, 'framework' | 'edition' | 'id'>): string {
  return `${framework}@${edition}/${id}`;
}
