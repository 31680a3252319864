/**
 * CycloneDX XML as the JSON of the same document, so that one reader does for both. Pointers are those of the JSON;
 * lines and columns are those of the XML.
 */
import type { ImportFile } from '#model/framework-importer';
import { listUnder } from '#model/list-under';
import { escapePointer } from '../../formats/fields.ts';
import type { TreeDocument } from '../../formats/tree-document.ts';
import { parseXml, type XmlElement } from '../../formats/xml/parse-xml.ts';

const NAMESPACE = /^http:\/\/cyclonedx\.org\/schema\/bom\/(\d+\.\d+)$/;
const XML_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** Elements that only hold others of these names; the JSON has a list in their place. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  advisories: ['advisory'],
  affects: ['target'],
  ancestors: ['component'],
  authors: ['author'],
  components: ['component'],
  custodians: ['custodian'],
  cwes: ['cwe'],
  dependencies: ['dependency'],
  endpoints: ['endpoint'],
  energyConsumptions: ['energyConsumption'],
  environmentVars: ['environmentVar', 'value'],
  ethicalConsiderations: ['ethicalConsideration'],
  externalReferences: ['reference'],
  fairnessAssessments: ['fairnessAssessment'],
  formulation: ['formula'],
  hashes: ['hash'],
  inputs: ['input'],
  lifecycles: ['lifecycle'],
  outputs: ['output'],
  owners: ['owner'],
  performanceMetrics: ['performanceMetric'],
  performanceTradeoffs: ['performanceTradeoff'],
  properties: ['property'],
  ratings: ['rating'],
  responses: ['response'],
  resourceReferences: ['resourceReference'],
  services: ['service'],
  steps: ['step'],
  stewards: ['steward'],
  tags: ['tag'],
  taskTypes: ['taskType'],
  tasks: ['task'],
  technicalLimitations: ['technicalLimitation'],
  useCases: ['useCase'],
  users: ['user'],
  versions: ['version'],
  vulnerabilities: ['vulnerability'],
  workflows: ['workflow'],
  datasets: ['dataset', 'ref'],
  licenses: ['license', 'expression', 'expression-detailed'],
};

/** Entries of lists that the JSON tells apart by a key of their own. */
const WRAPPED: ReadonlySet<string> = new Set(['datasets ref', 'licenses license']);

const ATTRIBUTES: Readonly<Record<string, string>> = {
  'content-type': 'contentType',
  schemaLocation: '$schema',
};

/** Elements with another key in the JSON: parent and name → key. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['analysis responses', 'response'],
  ['dependency dependency', 'dependsOn'],
]);

/** Elements that stand in a list even where there is one of them: parent → names; `*` is any parent. */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  '*': ['sensitiveData', 'energyProviders', 'omniborId', 'swhid'],
  component: ['data'],
  dependency: ['dependsOn', 'provides'],
};

/** Elements that are objects in the JSON, whose text has a key there. */
const TEXT_KEYS: Readonly<Record<string, string>> = {
  attachment: 'content',
  expression: 'expression',
  hash: 'content',
  image: 'content',
  property: 'value',
  text: 'content',
};

const BOOLEANS: ReadonlySet<string> = new Set(['authenticated', 'x-trust-boundary']);

/** Whether the beginning of a file is CycloneDX XML of version 1. */
export function isCycloneDxXml(head: string): boolean {
  return /<(?:[\w.-]+:)?bom\s[^>]*["']http:\/\/cyclonedx\.org\/schema\/bom\/1\.\d+["']/.test(head);
}

/**
 * What the JSON has no place for, such as elements of other namespaces, stands at the root under where it was found
 * (`/components/0/{urn:x}extra`), so that the account tells of it.
 *
 * @throws ThreatloomError INPUT-004, INPUT-010 to INPUT-012
 */
export function parseCycloneDxXml(input: ImportFile): TreeDocument {
  const root = parseXml(input);
  const [, specVersion] = NAMESPACE.exec(root.namespace ?? '') ?? [];
  const isBom = root.name === 'bom' && specVersion !== undefined;
  const { value, places } = new Conversion(root);
  return {
    file: input.file,
    value: isBom ? { bomFormat: 'CycloneDX', specVersion, ...value } : value,
    locate(pointer) {
      let at = pointer;
      while (at !== '' && !places.has(at)) at = at.slice(0, at.lastIndexOf('/'));
      const { line, column } = places.get(at) ?? root;
      return { line, column };
    },
  };
}

class Conversion {
  readonly value: Readonly<Record<string, unknown>>;
  /** Pointer → the element that stands there. */
  readonly places = new Map<string, XmlElement>();
  readonly #namespace: string | undefined;
  /** What has no place, by where it was found. */
  readonly #extras = new Map<string, unknown>();

  constructor(root: XmlElement) {
    this.#namespace = root.namespace;
    const entries = this.#objectOf(root, '');
    this.value = { ...entries, ...Object.fromEntries(this.#extras) };
  }

  /** Attributes and child elements by their names; no deeper than XML is read at all. */
  #objectOf(element: XmlElement, pointer: string): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const [name, value] of element.attributes)
      entries.set(Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name]! : name, value);
    for (const [key, children] of this.#grouped(element, pointer)) {
      const at = `${pointer}/${escapePointer(key)}`;
      this.places.set(at, children[0]!);
      const isList = children.length > 1 || isRepeated(element.name, key);
      entries.set(
        key,
        isList
          ? children.map((child, index) => this.#valueOf(child, `${at}/${index}`, element))
          : this.#valueOf(children[0]!, at, element),
      );
    }
    return Object.fromEntries(entries);
  }

  /** Children by the keys of the JSON, in order. */
  #grouped(element: XmlElement, pointer: string): ReadonlyMap<string, readonly XmlElement[]> {
    const groups = new Map<string, XmlElement[]>();
    for (const child of this.#own(element.children, pointer)) {
      const key =
        child.namespace === XML_SIGNATURE
          ? 'signature'
          : (KEYS.get(`${element.name} ${child.name}`) ?? child.name);
      listUnder(groups, key).push(child);
    }
    return groups;
  }

  /** Without elements of other namespaces, which are told of. */
  #own(children: readonly XmlElement[], pointer: string): readonly XmlElement[] {
    return children.filter((child) => {
      const { namespace, name } = child;
      if (namespace === this.#namespace || namespace === XML_SIGNATURE) return true;
      this.#tell(`${pointer}/{${namespace ?? ''}}${name}`, child, child.text);
      return false;
    });
  }

  #valueOf(element: XmlElement, pointer: string, parent: XmlElement): unknown {
    this.places.set(pointer, element);
    const { name } = element;
    const listed = entriesOf(element, parent);
    if (listed !== undefined) return this.#listOf(element, listed, pointer);
    // What depends on others, or is provided, is named by an attribute of its own element.
    if (parent.name === 'dependency') return element.attributes.get('ref') ?? '';
    const text = element.text.trim();
    if (element.children.length > 0) return this.#objectOf(element, pointer);
    const textKey = Object.hasOwn(TEXT_KEYS, name) ? TEXT_KEYS[name] : undefined;
    if (textKey !== undefined) return { ...this.#objectOf(element, pointer), [textKey]: text };
    if (text === '') return element.attributes.size === 0 ? null : this.#objectOf(element, pointer);
    for (const [attribute, value] of element.attributes)
      this.#tell(`${pointer}@${attribute}`, element, value);
    if (BOOLEANS.has(name) && /^(?:true|false|1|0)$/.test(text)) return text === 'true' || text === '1';
    return text;
  }

  #listOf(list: XmlElement, names: readonly string[], pointer: string): readonly unknown[] {
    for (const [attribute, value] of list.attributes) this.#tell(`${pointer}@${attribute}`, list, value);
    const entries = this.#own(list.children, pointer).filter((child) => {
      if (names.includes(child.name)) return true;
      this.#tell(`${pointer}/${child.name}`, child, child.text);
      return false;
    });
    return entries.map((entry, index) => {
      const at = `${pointer}/${index}`;
      const value = list.name === 'data' ? this.#dataFlowOf(entry, at) : this.#valueOf(entry, at, list);
      return WRAPPED.has(`${list.name} ${entry.name}`) ? { [entry.name]: value } : (value ?? '');
    });
  }

  /** `<classification flow="inbound">PII</classification>`, by itself until 1.4, then within a `<dataflow>`. */
  #dataFlowOf(element: XmlElement, pointer: string): Record<string, unknown> {
    this.places.set(pointer, element);
    if (element.name !== 'classification') {
      const told = element.children.find(({ name }) => name === 'classification');
      const others = element.children.filter((child) => child !== told);
      return {
        ...this.#objectOf({ ...element, children: others }, pointer),
        ...(told !== undefined && this.#dataFlowOf(told, pointer)),
      };
    }
    return { ...Object.fromEntries(element.attributes), classification: element.text.trim() };
  }

  #tell(where: string, element: XmlElement, value: unknown): void {
    this.#extras.set(where, value);
    this.places.set(`/${escapePointer(where)}`, element);
  }
}

/** Names of the entries of an element that is a list; undefined where it is none. */
function entriesOf({ name }: XmlElement, parent: XmlElement): readonly string[] | undefined {
  if (parent.name === 'dataflow' && (name === 'source' || name === 'destination')) return ['url'];
  if (parent.name === 'service' && name === 'data') return ['dataflow', 'classification'];
  return Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
}

function isRepeated(parent: string, key: string): boolean {
  return REPEATED['*']!.includes(key) || (Object.hasOwn(REPEATED, parent) && REPEATED[parent]!.includes(key));
}
