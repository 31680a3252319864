import { KEPT_UNDEFINED } from '#model/draft-system';
import type { DraftSafeguard, DraftThreat, UndefinedReference } from '#model/draft-system';
import { DraftIds } from '../../formats/draft-ids.ts';
import { htmlText } from '../../formats/html-text.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep } from './keep.ts';

/** What a risk may be about: the property that names it. */
const ABOUT = [
  'most_relevant_technical_asset',
  'most_relevant_communication_link',
  'most_relevant_trust_boundary',
] as const;

const CATEGORY = [
  'impact',
  'asvs',
  'cheat_sheet',
  'check',
  'function',
  'detection_logic',
  'risk_assessment',
  'false_positives',
  'model_failure_possible_reason',
];

const RISK = [
  'exploitation_likelihood',
  'exploitation_impact',
  'data_breach_probability',
  'data_breach_technical_assets',
  'most_relevant_data_asset',
  'most_relevant_shared_runtime',
];

/** Risks that somebody wrote down, and what was decided about those that Threagile found. */
export class Risks {
  readonly threats: DraftThreat[] = [];
  readonly safeguards: DraftSafeguard[] = [];
  readonly undefined: UndefinedReference[] = [];
  readonly #threatIds = new DraftIds();
  readonly #safeguardIds = new DraftIds();
  readonly #refer: (id: string) => string;
  readonly #isKnown: (id: string) => boolean;

  /**
   * @param refer id of the draft for one of the file
   * @param isKnown whether the file has an element of that id
   */
  constructor(refer: (id: string) => string, isKnown: (id: string) => boolean) {
    this.#refer = refer;
    this.#isKnown = isKnown;
  }

  /** An individual category: a threat for each risk in it, and its mitigation, which nobody says is done. */
  category(title: string, node: TreeNode): void {
    const name = htmlText(title);
    const what = `risk category ${quoted(name)}`;
    const description = node.text('description');
    const stride = node.text('stride');
    const cwe = node.text('cwe');
    const category = keep(node, what, 'x-threagile', ['id', ...CATEGORY]);
    const [action, mitigation] = [node.text('action'), node.text('mitigation')];
    const risks = node.entriesOf('risks_identified').filter(([, risk]) => risk.expectObject());
    const about = risks.map(([, risk]) => this.#about(risk));
    const covers: string[] = [];
    if (action !== undefined || mitigation !== undefined) {
      const id = this.#safeguardIds.make(action ?? name, 'mitigation');
      covers.push(id);
      this.safeguards.push({
        id,
        name: action ?? `Mitigation of ${name}`,
        ...(mitigation === undefined ? {} : { description: mitigation }),
        place: node.place,
        on: [...new Set(about.flat())],
        implements: [],
        status: 'planned',
      });
      node.account.read(node.pointer, `mitigation of ${what}`, `safeguard ${id}, planned`);
    }
    risks.forEach(([risk, fields], index) => {
      const riskName = htmlText(risk);
      const severity = fields.text('severity');
      const id = this.#threatIds.make(riskName, 'risk');
      const own = keep(fields, `risk ${quoted(riskName)}`, 'x-threagile-risk', RISK);
      this.threats.push({
        id,
        name: riskName === '' ? name : riskName,
        ...(description === undefined ? {} : { description }),
        place: fields.place,
        on: about[index]!,
        ...(severity === undefined ? {} : { severity }),
        ...(stride === undefined ? {} : { stride: [stride] }),
        safeguards: covers,
        ...(cwe === undefined ? {} : { references: [`CWE-${cwe}`] }),
        extensions: { 'x-category': name, ...category, ...own },
      });
      fields.account.kept(
        fields.pointer,
        `risk ${quoted(riskName)}`,
        `x-threats ${id}`,
        'threatloom derives its own threats',
      );
    });
    if (risks.length === 0) node.account.notRead(node.pointer, what, 'it has no risk in this system');
  }

  /**
   * `unencrypted-asset@sql-database` with a status. Links are `asset>link`, those of a way are joined by `->`; parts may be
   * `*`, and `asset>*` is any link of an asset.
   */
  tracking(risk: string, node: TreeNode): void {
    const status = node.text('status');
    const [kind = risk, ...named] = risk.split('@');
    const parts = named
      .flatMap((part) => part.split('->'))
      .map((part) => part.replace(/(?:>\*+|(?<!\*)\*+)$/, ''))
      .filter((part) => part !== '');
    const on = [...new Set(parts)].filter((part) => this.#isKnown(part)).map(this.#refer);
    for (const part of parts) {
      if (this.#isKnown(part)) continue;
      node.account.warn(
        node.pointer,
        `the tracked risk ${quoted(risk)} names ${quoted(part)}, which the file does not have`,
        {
          code: 'THREAGILE-003',
          hint: KEPT_UNDEFINED,
        },
      );
      this.undefined.push({ in: 'risk_tracking', key: risk, id: part });
    }
    const justification = node.text('justification');
    const own = keep(node, `tracked risk ${quoted(risk)}`, 'x-threagile-tracking', [
      'ticket',
      'date',
      'checked_by',
    ]);
    const covers: string[] = [];
    if (status === 'mitigated' || status === 'in-progress') {
      const about = kind.replaceAll('*', '') === '' ? parts.join(', ') || 'risks' : kind;
      const id = this.#safeguardIds.make(`mitigation of ${about}`, 'mitigation');
      covers.push(id);
      const done = status === 'mitigated';
      this.safeguards.push({
        id,
        name: justification ?? `Mitigation of ${about}`,
        place: node.place,
        on,
        implements: [],
        status: done ? 'in-place' : 'planned',
        extensions: own,
      });
      node.account.read(
        node.pointer,
        `mitigation of tracked risk ${quoted(risk)}`,
        `safeguard ${id}, ${done ? 'in place' : 'planned'}`,
      );
    }
    const id = this.#threatIds.make(risk.replaceAll('*', ''), 'risk');
    this.threats.push({
      id,
      name: risk,
      ...(justification === undefined ? {} : { description: justification }),
      place: node.place,
      on,
      ...(status === undefined ? {} : { status }),
      safeguards: covers,
      extensions: own,
    });
    node.account.kept(
      node.pointer,
      `tracked risk ${quoted(risk)}`,
      `x-threats ${id}`,
      'threatloom derives its own threats',
    );
  }

  #about(risk: TreeNode): string[] {
    return ABOUT.flatMap((key) => {
      const id = risk.text(key);
      return id === undefined ? [] : [this.#refer(id)];
    });
  }
}
