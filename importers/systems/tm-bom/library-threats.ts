import type { DraftSafeguard, DraftSystem, DraftThreat } from '#model/draft-system';
import { listUnder } from '#model/list-under';
import { described } from '../../formats/described.ts';
import { DraftIds } from '../../formats/draft-ids.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { oneOrMore, type UndefinedNames } from './common.ts';

/** The one status of a control that says that it is there. */
const DONE = 'active';
/** Taken back or decided against: it stays `planned`, which counts for nothing, with a question. */
const REFUSED = new Set(['retired', 'wont_do']);

/** Threats and controls of a document, joined by the names of the threats. */
export class LibraryThreats {
  readonly #root: TreeNode;
  readonly #idOf: (sort: string, name: string) => string | undefined;
  readonly #undefined: UndefinedNames;

  /** @param idOf id of the draft for a symbolic name of a sort, where the document has it */
  constructor(
    root: TreeNode,
    idOf: (sort: string, name: string) => string | undefined,
    undefinedNames: UndefinedNames,
  ) {
    this.#root = root;
    this.#idOf = idOf;
    this.#undefined = undefinedNames;
  }

  read(): Pick<DraftSystem, 'threats' | 'safeguards'> {
    const ids = new DraftIds();
    const on = new Map<string, readonly string[]>();
    const entries = this.#root
      .objects('threats')
      .map((node) => ({ node, name: node.text('symbolic_name') ?? '' }));
    const idOf = new Map(entries.map(({ name }) => [name, ids.make(name, 'threat')]));
    for (const { node, name } of entries) {
      on.set(
        name,
        node.texts('components_affected').map((component) => this.#affected(component)),
      );
    }
    const { safeguards, coversOf } = this.#controls(on);
    const severity = this.#severities(on);
    const threats = entries.map(({ node, name }): DraftThreat => {
      const title = node.text('title') ?? name;
      const persona = node.text('threat_persona');
      const event = node.text('event');
      const references = [
        ...oneOrMore(node, 'attack_mechanisms').map((each) => `CAPEC-${each.text('capec_id') ?? '?'}`),
        ...oneOrMore(node, 'weaknesses').map((each) => `CWE-${each.text('cwe_id') ?? '?'}`),
      ];
      for (const each of oneOrMore(node, 'attack_mechanisms')) each.tell('capec_title');
      for (const each of oneOrMore(node, 'weaknesses')) each.tell('cwe_title');
      const id = idOf.get(name)!;
      const level = severity.get(name);
      const sources = node.texts('sources');
      node.account.kept(
        node.pointer,
        `threat ${quoted(title)}`,
        `x-threats ${id}`,
        'threatloom derives its own threats',
      );
      if (persona !== undefined && this.#idOf('threat_persona', persona) === undefined) {
        const named = { in: `threat ${quoted(id)}`, key: 'threat_persona', id: persona };
        this.#undefined.add(node, 'threat persona', named);
      }
      return {
        id,
        name: title,
        ...described(node),
        place: node.place,
        on: on.get(name) ?? [],
        ...(level === undefined ? {} : { severity: level }),
        safeguards: coversOf.get(name) ?? [],
        ...(references.length > 0 ? { references } : {}),
        extensions: {
          ...(persona === undefined
            ? {}
            : { 'x-threat-persona': this.#idOf('threat_persona', persona) ?? persona }),
          ...(event === undefined ? {} : { 'x-event': event }),
          ...(sources.length > 0 ? { 'x-sources': sources } : {}),
        },
      };
    });
    return { threats, safeguards };
  }

  #controls(threatsOn: ReadonlyMap<string, readonly string[]>): {
    readonly safeguards: DraftSafeguard[];
    readonly coversOf: ReadonlyMap<string, string[]>;
  } {
    const ids = new DraftIds();
    const coversOf = new Map<string, string[]>();
    const safeguards = this.#root.objects('controls').map((node): DraftSafeguard => {
      const name = node.text('symbolic_name') ?? '';
      const title = node.text('title') ?? name;
      const id = ids.make(name, 'control');
      const status = node.text('status');
      const priority = node.text('priority');
      const boundary = node.at('trust_boundary');
      const zones = ['trust_zone_a', 'trust_zone_b'].flatMap((key) => {
        const zone = boundary?.text(key);
        return zone === undefined ? [] : [this.#ref('trust_zone', zone)];
      });
      const threats = node.texts('threats');
      for (const threat of threats) {
        if (threatsOn.has(threat)) listUnder(coversOf, threat).push(id);
        else this.#undefined.add(node, 'threat', { in: `control ${quoted(id)}`, key: 'threats', id: threat });
      }
      const done = status === DONE;
      node.account.read(
        node.pointer,
        `control ${quoted(title)}`,
        `safeguard ${id}, ${done ? 'in place' : 'planned'}`,
      );
      return {
        id,
        name: title,
        ...described(node),
        place: node.place,
        on: [...new Set([...threats.flatMap((threat) => threatsOn.get(threat) ?? []), ...zones])],
        implements: [],
        status: done ? 'in-place' : 'planned',
        ...(REFUSED.has(status ?? '')
          ? { ask: ['the file says that this is not there and will not be: delete it?'] }
          : {}),
        ...(status === 'assumed'
          ? { ask: ['it is only assumed to be there: is it? Then status: in-place'] }
          : {}),
        extensions: {
          ...(status === undefined ? {} : { 'x-status': status }),
          ...(priority === undefined ? {} : { 'x-priority': priority }),
        },
      };
    });
    return { safeguards, coversOf };
  }

  /** Threat → level of the first risk that names it. */
  #severities(known: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> {
    const levels = new Map<string, string>();
    for (const risk of this.#root.objects('risks')) {
      const level = risk.text('level');
      for (const threat of risk.texts('threats')) {
        if (!known.has(threat)) {
          const within = `risk ${quoted(risk.text('symbolic_name') ?? risk.text('title') ?? '')}`;
          this.#undefined.add(risk, 'threat', { in: within, key: 'threats', id: threat });
        } else if (level !== undefined && !levels.has(threat)) levels.set(threat, level);
      }
    }
    return levels;
  }

  /** Documents list data stores and actors among the components that are affected. */
  #affected(name: string): string {
    const found = ['component', 'data_store', 'actor'].map((sort) => this.#idOf(sort, name));
    return found.find((id) => id !== undefined) ?? name;
  }

  #ref(sort: string, name: string): string {
    return this.#idOf(sort, name) ?? name;
  }
}
