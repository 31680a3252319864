/**
 * Workspaces of AWS Threat Composer (`.tc.json`), and its packs of threats and mitigations. They hold statements, not a
 * drawing: one asset stands for the application.
 */
import { KEPT_UNDEFINED, UNDEFINED_REFERENCES } from '#model/draft-system';
import type { DraftSafeguard, DraftThreat, UndefinedReference } from '#model/draft-system';
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { DraftIds, kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { quoted } from '../../formats/quoted.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { metadataOf, referencesIn, shortened, statementOf } from './statements.ts';

const WORKSPACE = 'threat-composer';
const PACK = 'threat-composer-pack';

/** The one state of a mitigation that says that it is there. */
const DONE = 'mitigationResolved';
/** Decided against: it stays `planned`, which counts for nothing, with a question. */
const REFUSED = 'mitigationResolvedWillNotAction';

/** Of the assets that one question names. */
const MOST_NAMED = 12;

/** Why parts of a workspace are not read. */
const REASONS = {
  image: 'a picture cannot be read',
  displayOrder: 'it only orders the list',
};

export const threatComposer: SystemImporter = {
  id: 'threat-composer',
  formats: [
    { id: WORKSPACE, title: 'AWS Threat Composer workspace, .tc.json' },
    { id: PACK, title: 'AWS Threat Composer pack of threats or mitigations' },
  ],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const head = headText(file, 2048);
    if (!/^\uFEFF?\s*\{/.test(head)) return undefined;
    if (/"type"\s*:\s*"(?:threat|mitigation)-pack"/.test(head) && /"namespace"\s*:/.test(head)) return PACK;
    return /\.tc\.json$/i.test(file.path) || isWorkspace(file) ? WORKSPACE : undefined;
  },

  /**
   * Diagnostics: TC-002 (a property of the wrong type), TC-003 (a link to what is not there).
   *
   * @throws ThreatloomError TC-001 (JSON of another kind), INPUT-004, INPUT-005
   */
  read(input) {
    const file = onlyFile(input, 'TC-001', 'a workspace of Threat Composer') as SystemFile;
    const account = new Account(parseJsonDocument(file), { code: 'TC-002', reasons: REASONS });
    const root = TreeNode.of(account);
    if (!root.isObject || !['applicationInfo', 'threats', 'mitigations'].some((key) => root.has(key))) {
      throw new ThreatloomError('TC-001', 'this JSON is no workspace or pack of Threat Composer', {
        file: file.file,
        line: 1,
        hint: 'export the workspace as JSON: it has "applicationInfo", "threats" and "mitigations"',
      });
    }
    root.tell('schema', 'namespace', 'type', 'id');
    const info = root.at('applicationInfo');
    const name = info?.text('name') ?? root.text('name') ?? file.file.replace(/(?:\.tc)?\.json$/i, '');
    const description = info?.text('description') ?? root.text('description');
    const id = kebabCase(name) || 'system';
    const ids = new DraftIds();
    const asset = ids.make(name, 'application');
    account.guessed(
      info?.pointer ?? '',
      `application ${quoted(name)}`,
      `asset ${asset}`,
      'a workspace has no parts; divide it into what the system is made of',
    );
    account.tell('/schema');
    const links = linksOf(root);
    const { safeguards, safeguardOf } = safeguardsOf(root, asset);
    const { threats, threatOf } = threatsOf(root, asset, links, safeguardOf);
    const brokenLinks = links.checkMitigations(safeguardOf, threatOf);
    const { assumptions, undefinedReferences } = assumptionsOf(root, threatOf, safeguardOf);
    const texts = textsOf(root);
    const named = namedAssets(root);
    const { losses, diagnostics } = account.finish();
    return {
      draft: draftOf({
        id,
        name,
        ...(description === undefined ? {} : { description }),
        assets: [
          {
            id: asset,
            name,
            place: account.place(info?.pointer ?? ''),
            fallback: 'process',
            ask: [
              'what is the system made of? the workspace only has threats and mitigations' +
                (named.length > 0 ? `; its threats name ${named.join(', ')}` : ''),
            ],
          },
        ],
        threats,
        safeguards,
        undefinedReferences: [...brokenLinks, ...undefinedReferences],
        extensions: { ...texts, ...(assumptions.length > 0 ? { 'x-assumptions': assumptions } : {}) },
      }),
      losses,
      diagnostics,
    };
  },
};

/** Descriptions are kept for whoever divides the system into its parts; pictures are not. */
function textsOf(root: TreeNode): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key of ['architecture', 'dataflow']) {
    root.tell(key);
    const part = root.at(key);
    const description = part?.text('description');
    if (description !== undefined) {
      kept[`x-${key}`] = description;
      const why = 'it is text for people; draw what it says as zones, assets and flows';
      root.account.kept(`/${key}/description`, `description of the ${key}`, `"x-${key}"`, why);
    }
    const image = part?.any('image')?.value;
    if (typeof image === 'string' && image !== '')
      root.account.notRead(`/${key}/image`, `image of the ${key}`, 'a picture cannot be read');
  }
  return kept;
}

/** What threats say that they have an impact on, in order of the file. */
function namedAssets(root: TreeNode): readonly string[] {
  const names = root.objects('threats').flatMap((node) => node.texts('impactedAssets'));
  return [...new Set(names.map((name) => name.trim()))].filter((name) => name !== '').slice(0, MOST_NAMED);
}

function isWorkspace(file: SystemFile): boolean {
  const head = headText(file, 256 * 1024);
  return (
    /"schema"\s*:\s*\d/.test(head.slice(0, 2048)) &&
    /"(?:applicationInfo|mitigationLinks|assumptionLinks|mitigations)"\s*:/.test(head)
  );
}

interface Links {
  /** Ids of mitigations of a threat, as the file has them. */
  of(threat: string): readonly string[];
  /** @returns what names nothing */
  checkMitigations(
    safeguardOf: ReadonlyMap<string, string>,
    threatOf: ReadonlyMap<string, string>,
  ): readonly UndefinedReference[];
}

function linksOf(root: TreeNode): Links {
  const byThreat = new Map<string, string[]>();
  const all: { mitigation: string; threat: string; node: TreeNode }[] = [];
  for (const node of root.objects('mitigationLinks')) {
    const [mitigation, threat] = [node.text('mitigationId'), node.text('linkedId')];
    if (mitigation === undefined || threat === undefined) continue;
    all.push({ mitigation, threat, node });
    const known = byThreat.get(threat);
    if (known === undefined) byThreat.set(threat, [mitigation]);
    else known.push(mitigation);
  }
  return {
    of: (threat) => byThreat.get(threat) ?? [],
    checkMitigations: (safeguardOf, threatOf) => {
      const undefinedReferences: UndefinedReference[] = [];
      for (const { mitigation, threat, node } of all) {
        const [safeguard, against] = [safeguardOf.get(mitigation), threatOf.get(threat)];
        if (safeguard !== undefined && against !== undefined) {
          node.account.read(node.pointer, 'link of a mitigation to a threat', 'safeguards of a threat');
          continue;
        }
        const what = 'link of a mitigation to a threat';
        const missing = [
          ...(safeguard === undefined ? [`mitigation ${quoted(mitigation)}`] : []),
          ...(against === undefined ? [`threat ${quoted(threat)}`] : []),
        ];
        keepLink(node, what, missing.join(' and '));
        const within = `mitigation link of "${safeguard ?? mitigation}" to "${against ?? threat}"`;
        if (safeguard === undefined)
          undefinedReferences.push({ in: within, key: 'mitigationId', id: mitigation });
        if (against === undefined) undefinedReferences.push({ in: within, key: 'linkedId', id: threat });
      }
      return undefinedReferences;
    },
  };
}

function keepLink(node: TreeNode, what: string, missing: string): void {
  node.account.kept(node.pointer, what, UNDEFINED_REFERENCES, `${missing} is not in the file`);
  node.account.warn(node.pointer, `a link names ${missing}, which the file does not have`, {
    code: 'TC-003',
    hint: KEPT_UNDEFINED,
  });
}

function safeguardsOf(
  root: TreeNode,
  asset: string,
): { readonly safeguards: DraftSafeguard[]; readonly safeguardOf: ReadonlyMap<string, string> } {
  const ids = new DraftIds();
  const safeguardOf = new Map<string, string>();
  const safeguards = root.objects('mitigations').map((node): DraftSafeguard => {
    const content = node.text('content') ?? 'mitigation without a text';
    const number = node.text('numericId');
    const foreign = node.text('id');
    const status = node.text('status');
    const { comments, others } = metadataOf(node);
    const tags = node.texts('tags');
    node.tell('displayOrder', 'metadata');
    const id = ids.make(number === undefined ? content : `mitigation ${number}`, 'mitigation');
    if (foreign !== undefined) safeguardOf.set(foreign, id);
    const done = status === DONE;
    node.account.read(
      node.pointer,
      `mitigation ${quoted(content)}`,
      `safeguard ${id}, ${done ? 'in place' : 'planned'}`,
    );
    return {
      id,
      name: shortened(content),
      ...described(content, comments),
      place: node.place,
      on: [asset],
      implements: [],
      status: done ? 'in-place' : 'planned',
      ...(status === REFUSED ? { ask: ['it was decided not to do this: delete it?'] } : {}),
      extensions: { ...(status === undefined ? {} : { 'x-status': status }), ...tagged(tags), ...others },
    };
  });
  return { safeguards, safeguardOf };
}

function threatsOf(
  root: TreeNode,
  asset: string,
  links: Links,
  safeguardOf: ReadonlyMap<string, string>,
): { readonly threats: DraftThreat[]; readonly threatOf: ReadonlyMap<string, string> } {
  const ids = new DraftIds();
  const threatOf = new Map<string, string>();
  const threats = root.objects('threats').map((node): DraftThreat => {
    const statement = statementOf(node) ?? 'threat without a statement';
    const number = node.text('numericId');
    const foreign = node.text('id');
    const status = node.text('status');
    const { severity, stride, comments, others } = metadataOf(node);
    const tags = node.texts('tags');
    const references = referencesIn(tags);
    const [goals, assets] = [node.texts('impactedGoal'), node.texts('impactedAssets')];
    node.tell('displayOrder', 'metadata');
    const id = ids.make(number === undefined ? statement : `threat ${number}`, 'threat');
    if (foreign !== undefined) threatOf.set(foreign, id);
    node.account.kept(
      node.pointer,
      `threat ${quoted(statement)}`,
      `x-threats ${id}`,
      'threatloom derives its own threats',
    );
    const covers = links.of(foreign ?? '').flatMap((mitigation) => safeguardOf.get(mitigation) ?? []);
    return {
      id,
      name: shortened(statement),
      ...described(statement, comments),
      place: node.place,
      on: [asset],
      ...(status === undefined ? {} : { status }),
      ...(severity === undefined ? {} : { severity }),
      ...(stride === undefined ? {} : { stride }),
      safeguards: [...new Set(covers)],
      ...(references.length > 0 ? { references } : {}),
      extensions: {
        ...(goals.length > 0 ? { 'x-impacted-goals': goals } : {}),
        ...(assets.length > 0 ? { 'x-impacted-assets': assets } : {}),
        ...tagged(tags),
        ...others,
      },
    };
  });
  return { threats, threatOf };
}

function assumptionsOf(
  root: TreeNode,
  threatOf: ReadonlyMap<string, string>,
  safeguardOf: ReadonlyMap<string, string>,
): {
  readonly assumptions: readonly Record<string, unknown>[];
  readonly undefinedReferences: readonly UndefinedReference[];
} {
  const undefinedReferences: UndefinedReference[] = [];
  const linked = new Map<string, { threats: string[]; safeguards: string[] }>();
  const known = new Set(root.objects('assumptions').map((node) => node.text('id')));
  for (const node of root.objects('assumptionLinks')) {
    const [assumption, target] = [node.text('assumptionId'), node.text('linkedId')];
    const type = node.text('type');
    if (assumption === undefined || target === undefined) continue;
    const [threat, safeguard] = [threatOf.get(target), safeguardOf.get(target)];
    if (!known.has(assumption) || (threat === undefined && safeguard === undefined)) {
      const what = known.has(assumption)
        ? `${(type ?? 'element').toLowerCase()} ${quoted(target)}`
        : `assumption ${quoted(assumption)}`;
      keepLink(node, 'link of an assumption', what);
      const within = `assumption link of "${assumption}" to "${threat ?? safeguard ?? target}"`;
      if (!known.has(assumption))
        undefinedReferences.push({ in: within, key: 'assumptionId', id: assumption });
      if (threat === undefined && safeguard === undefined) {
        undefinedReferences.push({ in: within, key: 'linkedId', id: target });
      }
      continue;
    }
    const links = linked.get(assumption) ?? { threats: [], safeguards: [] };
    linked.set(assumption, links);
    if (threat !== undefined) links.threats.push(threat);
    if (safeguard !== undefined) links.safeguards.push(safeguard);
    node.account.kept(node.pointer, 'link of an assumption', '"x-assumptions"');
  }
  const assumptions = root.objects('assumptions').map((node) => {
    const content = node.text('content') ?? '';
    const { comments, others } = metadataOf(node);
    const tags = node.texts('tags');
    const number = node.text('numericId');
    node.tell('displayOrder', 'metadata');
    node.account.kept(node.pointer, `assumption ${quoted(content)}`, '"x-assumptions"');
    const { threats = [], safeguards = [] } = linked.get(node.text('id') ?? '') ?? {};
    return {
      ...(number === undefined ? {} : { number }),
      content,
      ...(comments === undefined ? {} : { comments }),
      ...(threats.length > 0 ? { threats } : {}),
      ...(safeguards.length > 0 ? { safeguards } : {}),
      ...tagged(tags),
      ...others,
    };
  });
  return { assumptions, undefinedReferences };
}

/** The whole text where the name had to be cut, and what was remarked on it. */
function described(text: string, comments: string | undefined): { description?: string } {
  const parts = [...(shortened(text) === text ? [] : [text]), ...(comments === undefined ? [] : [comments])];
  return parts.length > 0 ? { description: parts.join('\n\n') } : {};
}

function tagged(tags: readonly string[]): Record<string, unknown> {
  return tags.length > 0 ? { 'x-tags': tags } : {};
}
