/** Packages of SPDX 3: AI packages, data sets, software, and libraries by their registries. */
import type { DraftAsset } from '#model/draft-system';
import type { DataClass } from '#model/system-model';
import { dayOf } from '../../formats/day.ts';
import { readPackageUrl } from '../../formats/package-url.ts';
import { objectOfPairs } from '../../formats/kept-values.ts';
import { hostOf, isSecretName, withoutCredentials } from '../../formats/redact.ts';
import type { Element, SpdxGraph } from './graph.ts';

/** Properties that are kept as they are: property → `x-*` key. */
const KEPT: Readonly<Record<string, string>> = {
  autonomyType: 'autonomy-type',
  isoAutomationLevel: 'automation-level',
  domain: 'domain',
  informationAboutApplication: 'about-application',
  informationAboutTraining: 'about-training',
  limitation: 'limitation',
  modelDataPreprocessing: 'data-preprocessing',
  modelExplainability: 'explainability',
  safetyRiskAssessment: 'safety-risk-assessment',
  standardCompliance: 'standard-compliance',
  typeOfModel: 'type-of-model',
  anonymizationMethodUsed: 'anonymization',
  confidentialityLevel: 'confidentiality-level',
  dataCollectionProcess: 'data-collection',
  dataPreprocessing: 'data-preprocessing',
  datasetAvailability: 'availability',
  datasetNoise: 'noise',
  datasetSize: 'size',
  artifactSize: 'size',
  datasetType: 'dataset-type',
  datasetUpdateMechanism: 'update-mechanism',
  intendedUse: 'intended-use',
  knownBias: 'known-bias',
  packageVersion: 'version',
  downloadLocation: 'download-location',
  homePage: 'home-page',
  sourceInfo: 'source-info',
  releaseTime: 'released',
  builtTime: 'built',
  buildType: 'build-type',
  comment: 'comment',
  summary: 'summary',
  copyrightText: 'copyright',
  primaryPurpose: 'purpose',
  additionalPurpose: 'additional-purpose',
};

/** Lists of `{ key, value }`: property → `x-*` key. */
const DICTIONARIES: Readonly<Record<string, string>> = {
  hyperparameter: 'hyperparameters',
  metricDecisionThreshold: 'decision-thresholds',
  sensor: 'sensors',
  environment: 'environment',
  parameter: 'parameters',
};

const LIBRARIES: ReadonlySet<string> = new Set(['library', 'framework', 'module']);
const KINDS: Readonly<Record<string, string>> = {
  application: 'application',
  executable: 'application',
  container: 'container-image',
  model: 'model',
  data: 'dataset',
  operatingSystem: 'compute',
  device: 'edge-device',
};
const LANGUAGE_MODEL = /language model|\bllms?\b|\bgpt|causal|text[- ]generation|instruct/i;
/** Types of models that answer with classes and numbers, whatever they are called; `ONNX` and the like say nothing. */
const PREDICTIVE =
  /\bcnn\b|convolution|forest|\btrees?\b|boost|regress|classif|detect|segment|cluster|bayes|\bsvm\b|perceptron|forecast/i;
/** Domains that packages are fetched from, by any of their hosts, and the purl type of what is there. */
const REGISTRY_DOMAINS: ReadonlyMap<string, string> = new Map([
  ['pypi.org', 'pypi'],
  ['pythonhosted.org', 'pypi'],
  ['npmjs.com', 'npm'],
  ['crates.io', 'cargo'],
  ['huggingface.co', 'huggingface'],
  ['github.com', 'github'],
]);

/** @param roots ids of what the document is about */
export function readPackages(graph: SpdxGraph, roots: ReadonlySet<string>): void {
  for (const element of graph.ofType('AIPackage', 'DatasetPackage', 'Package', 'Build')) {
    const purpose = element.text('primaryPurpose');
    const isLibrary =
      element.type === 'Package' && purpose !== undefined && LIBRARIES.has(purpose) && !roots.has(element.id);
    if (isLibrary) readLibrary(graph, element);
    else readAsset(graph, element, roots);
  }
}

function readLibrary(graph: SpdxGraph, element: Element): void {
  const { node } = element;
  const version = element.text('packageVersion');
  const label = (element.name ?? element.id) + (version === undefined ? '' : ` ${version}`);
  const type = registryTypeOf(element);
  const id = graph.inventory.addPackage(label, type === undefined ? undefined : `pkg:${type}/x`, node.place);
  graph.assets.set(element.id, id);
  graph.libraries.add(element.id);
  node.account.read(node.pointer, element.what, `x-packages of ${id}`);
  node.tellParts();
}

function registryTypeOf(element: Element): string | undefined {
  const url = packageUrlOf(element);
  if (url !== undefined) return readPackageUrl(url)?.type;
  const hosts = [element.text('downloadLocation'), element.id].map((address) => hostOf(address ?? ''));
  return hosts
    .map((host) => (host === undefined ? undefined : REGISTRY_DOMAINS.get(domainOf(host))))
    .find((type) => type !== undefined);
}

/** The last two labels: each of the domains above has two. */
function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

function packageUrlOf(element: Element): string | undefined {
  const external = element.objects('externalIdentifier').flatMap((each) => {
    const type = each.text('externalIdentifierType');
    return each.text('identifier') ?? (type === undefined ? [] : []);
  });
  return element.text('packageUrl') ?? external.find((each) => each.startsWith('pkg:'));
}

function readAsset(graph: SpdxGraph, element: Element, roots: ReadonlySet<string>): void {
  const { node, name } = element;
  const description = node.text('description');
  const data = dataOf(element);
  const id = graph.draft.asset(
    {
      place: node.place,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...kindOf(element, roots),
      ...(data.length > 0 && { data }),
    },
    element.type === 'Build' ? 'build' : 'package',
  );
  graph.assets.set(element.id, id);
  node.account.read(node.pointer, element.what, `asset ${id}`);
  readOrigin(graph, element, id);
  readKept(graph, element, id);
  readStated(graph, element, id);
  node.tell('externalRef', 'extension', 'summary');
}

function kindOf(
  element: Element,
  roots: ReadonlySet<string>,
): Pick<DraftAsset, 'kind' | 'kindIsLoose' | 'fallback' | 'hints' | 'ask'> {
  const purpose = element.text('primaryPurpose');
  if (element.type === 'AIPackage') {
    const words = [...element.texts('typeOfModel'), ...element.texts('domain')];
    const risk = element.text('safetyRiskAssessment');
    const isLanguageModel = words.some((word) => LANGUAGE_MODEL.test(word));
    return {
      kind: isLanguageModel ? 'llm' : 'model',
      kindIsLoose: !isLanguageModel && !words.some((word) => PREDICTIVE.test(word)),
      fallback: 'store',
      ...(risk !== undefined && {
        ask: [`its safety risk is assessed as ${risk}: what would its loss mean (value)?`],
      }),
    };
  }
  if (element.type === 'DatasetPackage') {
    const level = element.text('confidentialityLevel');
    const ask = ['who can add to it or change it (contributors)?'];
    if (level === 'red' || level === 'amber')
      ask.push(`its confidentiality level is ${level}: what would its loss mean (value)?`);
    return { kind: 'dataset', fallback: 'store', ask };
  }
  if (element.type === 'Build') return { fallback: 'process', hints: { types: ['build'] } };
  if (purpose !== undefined && Object.hasOwn(KINDS, purpose)) {
    return { kind: KINDS[purpose]!, fallback: 'process', hints: { types: [purpose] } };
  }
  if (roots.has(element.id)) return { kind: 'application', fallback: 'process' };
  return { fallback: 'process', hints: { types: purpose === undefined ? [] : [purpose] } };
}

function dataOf(element: Element): readonly DataClass[] {
  const personal = ['useSensitivePersonalInformation', 'hasSensitivePersonalInformation'].some(
    (key) => element.text(key) === 'yes',
  );
  const isPublic = element.text('confidentialityLevel') === 'clear';
  return [...(personal ? (['personal'] as const) : []), ...(isPublic ? (['public'] as const) : [])];
}

function readOrigin(graph: SpdxGraph, element: Element, id: string): void {
  const { node } = element;
  const url = packageUrlOf(element);
  if (url !== undefined) graph.draft.keep(id, 'x-purl', withoutCredentials(url));
  if (registryTypeOf(element) === 'huggingface') {
    graph.draft.relate(id, 'deployed-from', graph.inventory.registry('huggingface', node.place).id);
    graph.draft.amend(id, ({ facts }) => ({ facts: { ...facts, provider: ['public-hub'] } }));
    graph.draft.ask(id, 'is what arrives checked against what its publisher made (provenance)?');
  }
  if (element.type === 'DatasetPackage' && element.has('datasetAvailability')) {
    graph.draft.amend(id, ({ facts }) => ({ facts: { ...facts, obtainable: ['true'] } }));
  }
  const isData = element.type !== 'Package' && element.type !== 'Build';
  for (const property of ['suppliedBy', 'originatedBy'] as const) {
    for (const ref of element.references(property)) {
      const agent = graph.agent(ref);
      const pointer = `${node.pointer}/${property}`;
      if (agent === undefined) reportUndefined(graph, element, pointer, ref);
      else if (!isData) continue;
      else if (property === 'originatedBy' && element.has('suppliedBy')) continue;
      else {
        graph.inventory.addSupplier(agent, node.place, id);
        node.account.guessed(
          pointer,
          `${property} "${agent}"`,
          `actor, supplies ${id}`,
          'whoever ships it can change it',
        );
      }
    }
  }
}

/** A reference to an element that is not in the document, unless the document says that it stands in another. */
export function reportUndefined(graph: SpdxGraph, element: Element, pointer: string, ref: string): void {
  const { account } = element.node;
  if (graph.imported.has(ref)) {
    account.notRead(pointer, `reference to "${ref}"`, 'it stands in another document');
    return;
  }
  const isWellKnown = /^https:\/\/spdx\.org\/(?:licenses|rdf)\//.test(ref);
  account.notRead(
    pointer,
    `reference to "${ref}"`,
    isWellKnown ? 'it is a term of SPDX itself' : 'nothing in the document has this id',
  );
  if (isWellKnown) return;
  account.warn(pointer, `"${ref}" is nowhere in the document`, {
    code: 'SPDX-004',
    hint: 'is it in a document that this one imports?',
  });
}

function readKept(graph: SpdxGraph, element: Element, id: string): void {
  const { node } = element;
  const keep = (property: string, key: string, value: unknown): void => {
    graph.draft.keep(id, `x-${key}`, value);
    node.account.kept(`${node.pointer}/${element.key(property)}`, property, `x-${key} of ${id}`);
  };
  for (const [property, key] of Object.entries(KEPT)) {
    const texts = element.texts(property).map(withoutCredentials);
    if (texts.length > 0) keep(property, key, texts.length === 1 ? texts[0] : texts);
  }
  for (const [property, key] of Object.entries(DICTIONARIES)) {
    const pairs = dictionaryOf(element, property);
    if (pairs.length > 0) keep(property, key, objectOfPairs(pairs));
  }
  for (const property of ['useSensitivePersonalInformation', 'hasSensitivePersonalInformation']) {
    const value = element.text(property);
    if (value === undefined) continue;
    if (value === 'yes')
      node.account.read(`${node.pointer}/${element.key(property)}`, property, `data of ${id}: personal`);
    else keep(property, 'personal-information', value);
  }
}

function dictionaryOf(element: Element, property: string): readonly (readonly [string, string])[] {
  return element.objects(property).flatMap((entry) => {
    const [key, value] = [entry.text('key'), entry.text('value')];
    entry.tell('type');
    if (key === undefined || value === undefined) return [];
    return [[key, isSecretName(key) ? 'left out: it may be a secret' : value] as const];
  });
}

/** Version, hashes and metrics: what is stated of a model or data set, as evidence. */
function readStated(graph: SpdxGraph, element: Element, id: string): void {
  const { node } = element;
  const hashes = element.objects('verifiedUsing').flatMap((each) => {
    const [algorithm, value] = [each.text('algorithm'), each.text('hashValue')];
    each.tell('type');
    return algorithm === undefined || value === undefined ? [] : [[algorithm, value] as const];
  });
  if (hashes.length > 0) {
    graph.draft.keep(id, 'x-hashes', objectOfPairs(hashes));
    node.account.kept(`${node.pointer}/verifiedUsing`, 'hashes', `x-hashes of ${id}`);
  }
  const metrics = dictionaryOf(element, 'metric');
  const measures = metrics.flatMap(([metric, text]) => {
    const value = Number(text);
    return Number.isFinite(value) ? [{ metric, value }] : [];
  });
  if (measures.length < metrics.length) {
    const others = metrics.filter(([, text]) => !Number.isFinite(Number(text)));
    graph.draft.keep(id, 'x-metrics', objectOfPairs(others));
    node.account.kept(
      `${node.pointer}/${element.key('metric')}`,
      'metrics that are no single numbers',
      `x-metrics of ${id}`,
    );
  }
  const version = element.text('packageVersion');
  const expires = dayOf(element.text('validUntilTime'));
  if (element.type === 'Package' || element.type === 'Build') return;
  if (version === undefined && hashes.length === 0 && measures.length === 0) return;
  const collected = graph.created(element);
  const evidence = graph.draft.evidence(`${id}-bom`, {
    kind: element.type === 'AIPackage' ? 'model' : 'data',
    file: graph.file.path,
    sha256: graph.file.sha256,
    subject: id,
    ...(version !== undefined && { subjectVersion: version }),
    ...(collected !== undefined && { collected }),
    ...(expires !== undefined && { expires }),
    measures,
    place: node.place,
  });
  node.account.read(node.pointer, `what is stated of ${element.what}`, `evidence ${evidence}`);
}
