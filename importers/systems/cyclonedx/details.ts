/** What is stated of a component beside its name: version, hashes, licences, references, properties, classification. */
import type { DataClass } from '#model/system-model';
import { objectOfPairs } from '../../formats/kept-values.ts';
import { isSecretName, withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { at, keep, register, type Bom, type Subject } from './bom.ts';

/** Words of classifications and their classes of data. */
const DATA_CLASSES: readonly (readonly [RegExp, DataClass])[] = [
  [/\b(?:pii|personal|personally[- ]identifiable|privacy|gdpr|biometric)\b/i, 'personal'],
  [/\b(?:phi|health|medical|hipaa|patient)\b/i, 'health'],
  [/\b(?:pci|pifi|financial|payment|credit[- ]card|bank)\b/i, 'financial'],
  [/\b(?:credentials?|secrets?|passwords?|keys?)\b/i, 'credentials'],
  [/\b(?:intellectual property|trade secrets?|proprietary)\b/i, 'intellectual-property'],
  [/^public$/i, 'public'],
];

export function dataClassesOf(words: readonly string[]): readonly DataClass[] {
  return DATA_CLASSES.filter(([pattern]) => words.some((word) => pattern.test(word))).map(([, name]) => name);
}

/** Version, hashes, licences, references and properties. */
export function readDetails(bom: Bom, node: TreeNode, { id, sort, what }: Subject): void {
  const version = node.text('version');
  const hashes = node.objects('hashes').flatMap((hash) => {
    const [algorithm, content] = [hash.text('alg'), hash.text('content')];
    return algorithm === undefined || content === undefined ? [] : [[algorithm, content] as const];
  });
  if (hashes.length > 0)
    keep(bom, id, at(node, 'hashes'), 'hashes', { key: 'x-hashes', value: objectOfPairs(hashes) });
  if (version !== undefined)
    keep(bom, id, at(node, 'version'), `version ${version}`, { key: 'x-version', value: version });
  if ((sort === 'model' || sort === 'data') && (version !== undefined || hashes.length > 0)) {
    const evidence = bom.draft.evidence(`${id}-bom`, {
      kind: sort,
      file: bom.file.path,
      sha256: bom.file.sha256,
      subject: id,
      ...(version !== undefined && { subjectVersion: version }),
      ...(bom.collected !== undefined && { collected: bom.collected }),
      measures: [],
      place: node.place,
    });
    node.account.read(
      `${node.pointer}/${version === undefined ? 'hashes' : 'version'}`,
      `what is stated of ${what}`,
      `evidence ${evidence}`,
    );
  }
  const group = node.text('group');
  if (group !== undefined && group !== '')
    keep(bom, id, at(node, 'group'), `group "${group}"`, { key: 'x-group', value: group });
  readLicences(bom, node, id);
  readReferences(bom, node, id);
  readProperties(bom, node, id);
  node.tell('copyright', 'mime-type', 'tags', 'cpe', 'omniborId', 'swhid', 'scope', 'modified');
}

function readLicences(bom: Bom, node: TreeNode, id: string): void {
  const licences = node.objects('licenses').flatMap((each) => {
    const licence = each.at('license');
    const name = each.text('expression') ?? licence?.text('id') ?? licence?.text('name');
    licence?.tell('url', 'text', 'bom-ref', 'acknowledgement', 'licensing', 'properties');
    each.tell('bom-ref', 'acknowledgement');
    return name ?? [];
  });
  if (licences.length > 0)
    keep(bom, id, at(node, 'licenses'), 'licences', { key: 'x-licences', value: licences });
}

function readReferences(bom: Bom, node: TreeNode, id: string): void {
  const references = node.objects('externalReferences').flatMap((each) => {
    const [type, url] = [each.text('type'), each.text('url')];
    each.tell('comment', 'hashes', 'properties');
    return url === undefined ? [] : [`${type ?? 'other'}: ${withoutCredentials(url)}`];
  });
  if (references.length > 0) {
    keep(bom, id, at(node, 'externalReferences'), 'external references', {
      key: 'x-references',
      value: references,
    });
  }
}

/** Name and value pairs; values of secret names are left out. */
export function readProperties(bom: Bom, node: TreeNode, id: string): void {
  const properties = propertiesOf(node);
  if (properties.length > 0) {
    keep(bom, id, at(node, 'properties'), 'properties', {
      key: 'x-properties',
      value: objectOfPairs(properties),
    });
  }
}

export function propertiesOf(node: TreeNode): readonly (readonly [string, string])[] {
  return node.objects('properties').flatMap((each) => {
    const [name, value] = [each.text('name'), each.text('value')];
    if (name === undefined || value === undefined) return [];
    return [[name, isSecretName(name) ? 'left out: it may be a secret' : withoutCredentials(value)] as const];
  });
}

/** `data` of a component: what it holds, how it is classified and who governs it. */
export function readData(bom: Bom, node: TreeNode, subject: Subject): void {
  const { id } = subject;
  const classes = new Set<DataClass>();
  const words: string[] = [];
  for (const each of node.objects('data')) {
    const own = [each.text('classification'), ...each.texts('sensitiveData')].filter(
      (word) => word !== undefined,
    );
    words.push(...own);
    dataClassesOf(own).forEach((name) => classes.add(name));
    const name = each.text('name');
    if (name !== undefined && name !== node.text('name'))
      keep(bom, id, each, `data "${name}"`, { key: 'x-data', value: name });
    const url = each.at('contents')?.text('url');
    if (url !== undefined)
      keep(bom, id, each, 'where the data lie', { key: 'x-contents', value: withoutCredentials(url) });
    register(bom, each, subject);
    readGovernance(bom, each, id);
    each.tell('type', 'bom-ref', 'description');
  }
  if (classes.size > 0) bom.draft.amend(id, () => ({ data: [...classes] }));
  if (words.length > 0) {
    keep(bom, id, at(node, 'data'), `classification ${words.map((word) => `"${word}"`).join(', ')}`, {
      key: 'x-classification',
      value: words,
    });
  }
}

/** Who is responsible for data: custodians, stewards, owners. */
export function readGovernance(bom: Bom, node: TreeNode, id: string): void {
  const governance = node.at('governance');
  if (governance === undefined) return;
  const governors = ['custodians', 'stewards', 'owners'].flatMap((role) =>
    governance
      .objects(role)
      .flatMap((each) => each.at('organization')?.text('name') ?? each.at('contact')?.text('name') ?? []),
  );
  if (governors.length > 0)
    keep(bom, id, governance, 'governance', { key: 'x-governance', value: governors });
}
