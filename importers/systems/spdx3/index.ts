import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { compacted, isExpanded } from './expanded.ts';
import { CONTAINERS, localName, SpdxGraph, type Element } from './graph.ts';
import { readPackages, reportUndefined } from './packages.ts';
import { linkLooseModels, readRelationships } from './relationships.ts';

const FILES_REASON = 'files of packages are not read one by one';

/** Types of elements that only others make sense of. */
const PASSED_OVER: Readonly<Record<string, string>> = {
  File: FILES_REASON,
  Snippet: FILES_REASON,
  CreationInfo: 'it is read where something was written down that day',
  Person: 'people are read where they supply a model or data',
  Organization: 'organisations are read where they supply a model or data',
  SoftwareAgent: 'it says who wrote the document',
  Tool: 'it says who wrote the document',
  Annotation: 'remarks are not read',
  LicenseExpression: 'licences are kept with what they are of',
  SimpleLicensingText: 'licences are kept with what they are of',
  CustomLicense: 'licences are kept with what they are of',
  ListedLicense: 'licences are kept with what they are of',
};

/**
 * SPDX 3.0 (ISO/IEC 5962 successor) as JSON-LD, with the AI and Dataset profiles: models, data sets, what they learned
 * from and were tested on, base models, libraries by their registries, suppliers. https://spdx.github.io/spdx-spec/v3.0.1/
 *
 * @example spdx3.read([file]).draft.assets.filter(({ kind }) => kind === 'model').length // 2
 */
export const spdx3: SystemImporter = {
  id: 'spdx3',
  formats: [{ id: 'spdx-3.0-json', title: 'SPDX 3.0 JSON-LD (AI and Dataset profiles)' }],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
    const head = bytes.toString('latin1', 0, 16_384);
    if (isExpanded(head.replace('\u00ef\u00bb\u00bf', ''))) return 'spdx-3.0-json';
    if (!/^\s*(?:\u00ef\u00bb\u00bf)?\s*\{/.test(head)) return undefined;
    return /"@context"\s*:\s*(?:\[\s*)?"https?:\/\/spdx\.(?:org|github\.io)\/[^"]*3\.\d/.test(head)
      ? 'spdx-3.0-json'
      : undefined;
  },

  read(input) {
    const file = onlyFile(input, 'SPDX-001', 'an SPDX document') as SystemFile;
    const parsed = parseJsonDocument(file);
    const document = isExpanded(headText(file, 16_384)) ? compacted(parsed) : parsed;
    const account = new Account(document, { code: 'SPDX-002', file: file.path });
    const root = TreeNode.of(account);
    const graph = new SpdxGraph(file, elementsOf(file, root));
    const about = rootsOf(graph);
    readPackages(graph, about);
    readRelationships(graph);
    linkLooseModels(graph, about);
    graph.inventory.finish();
    const [whole] = graph.ofType('SpdxDocument');
    const name =
      whole?.name ??
      [...about].map((id) => graph.elements.get(id)?.name).find((each) => each !== undefined) ??
      file.path.replace(/\.[^.]*$/, '');
    for (const element of graph.elements.values()) reportRest(graph, element);
    return {
      draft: graph.draft.build(kebabCase(name) || 'system', {
        name,
        ...(whole !== undefined && { extensions: { 'x-spdx-id': whole.id } }),
      }),
      ...account.finish(),
    };
  },
};

function elementsOf(file: SystemFile, root: TreeNode): readonly TreeNode[] {
  root.tell('@context');
  const graph = root.any('@graph');
  if (graph?.isObject === true) return [graph];
  if (graph !== undefined) return root.objects('@graph');
  if (['spdxId', '@id', 'type', '@type'].some((key) => root.has(key))) return [root];
  throw new ThreatloomError('SPDX-001', 'this JSON is no SPDX 3 document: it has no "@graph"', {
    file: file.path,
    line: 1,
    pointer: '/@graph',
    hint: 'SPDX 2 documents are not read; convert them, or use CycloneDX',
  });
}

/** What the document is about: the root elements of its bills of materials, through the document. */
function rootsOf(graph: SpdxGraph): ReadonlySet<string> {
  const roots = new Set<string>();
  for (const element of graph.elements.values()) {
    if (!CONTAINERS.has(element.type)) continue;
    for (const ref of element.references('rootElement')) {
      const target = graph.elements.get(ref);
      if (target === undefined) {
        reportUndefined(graph, element, `${element.node.pointer}/${element.key('rootElement')}`, ref);
      } else if (!CONTAINERS.has(target.type)) roots.add(ref);
    }
    const described = describedBy(graph, element.id);
    for (const { pointer, target } of described) {
      // A scan describes all that it has found.
      const isAlone = described.length === 1;
      if (isAlone) roots.add(target.id);
      const became = isAlone ? 'what the model is about' : 'a part of the model';
      element.node.account.read(pointer, `${element.what} describes ${target.what}`, became);
    }
    element.node.account.read(element.node.pointer, element.what, 'what the model is about');
    element.node.tell(
      'element',
      'profileConformance',
      'sbomType',
      'software_sbomType',
      'name',
      'dataLicense',
      'namespaceMap',
    );
  }
  return roots;
}

/** Some writers say by relationships what others say by root elements. */
function describedBy(
  graph: SpdxGraph,
  container: string,
): readonly { readonly pointer: string; readonly target: Element }[] {
  return graph.ofType('Relationship').flatMap((relationship) => {
    const type = localName(relationship.text('relationshipType') ?? '');
    if (type !== 'describes' || relationship.references('from')[0] !== container) return [];
    return relationship.references('to').flatMap((ref, index) => {
      const target = graph.elements.get(ref);
      return target === undefined || CONTAINERS.has(target.type)
        ? []
        : [{ pointer: `${relationship.node.pointer}/to/${index}`, target }];
    });
  });
}

function reportRest(graph: SpdxGraph, { id, type, what, node }: Element): void {
  if (graph.assets.has(id) || !Object.hasOwn(PASSED_OVER, type)) return;
  node.account.notRead(node.pointer, what, PASSED_OVER[type]!);
  node.tellParts();
}
