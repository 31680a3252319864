import { ThreatloomError } from '#model/errors';
import type { DraftSystem } from '#model/draft-system';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { dayOf } from '../../formats/day.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { objectOfPairs } from '../../formats/kept-values.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import type { Bom } from './bom.ts';
import { readComponent, readComponents, reportPackages } from './components.ts';
import { linkParts, readDependencies } from './dependencies.ts';
import { propertiesOf } from './details.ts';
import { readFormulation } from './formulation.ts';
import { resolvePending } from './model-card.ts';
import { readServices } from './services.ts';
import { readVulnerabilities } from './vulnerabilities.ts';
import { isCycloneDxXml, parseCycloneDxXml } from './xml-document.ts';

const REASONS = {
  tools: 'it says who wrote the document, not what the system is',
  timestamp: 'it is read where something was collected that day',
  compositions: 'how complete the document is says nothing of the system',
  annotations: 'remarks of reviewers are not read',
  declarations: 'attestations are not read',
  definitions: 'standards are not read',
  citations: 'sources of the document are not read',
  patents: 'a system model has no place for patents',
  signature: 'signatures are not checked here',
  graphics: 'pictures are not read',
  commits: 'history is not read',
  patches: 'history is not read',
  descendants: 'what others made of it is no part of this system',
  variants: 'what others made of it is no part of this system',
  evidence: 'how a component was found says nothing of the system',
  environmentalConsiderations: 'use of energy is no matter of security',
  environmentVars: 'what runs are given may hold secrets, and is not read',
  parameters: 'what runs are given may hold secrets, and is not read',
  attachment: 'contents of files are not read',
  trigger: 'single steps are not read',
  steps: 'single steps are not read',
  taskDependencies: 'single steps are not read',
  workspaces: 'single steps are not read',
  runtimeTopology: 'single steps are not read',
  authors: 'names of people are not read',
  releaseNotes: 'release notes are not read',
};

/** CycloneDX 2.0 threat models are another importer's. */
const NEWEST = 7;

/**
 * OWASP CycloneDX 1.x with machine learning (ML-BOM, since 1.5): models, data sets, base models, registries of packages,
 * suppliers. ECMA-424, https://cyclonedx.org/specification/overview/
 *
 * @example cyclonedx.read([file]).draft.assets[0].kind // 'model'
 */
export const cyclonedx: SystemImporter = {
  id: 'cyclonedx',
  formats: [
    { id: 'cyclonedx-json', title: 'CycloneDX 1.x bill of materials (ML-BOM), JSON' },
    { id: 'cyclonedx-xml', title: 'CycloneDX 1.x bill of materials (ML-BOM), XML' },
  ],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    if (isCycloneDxXml(headText(file, 16_384))) return 'cyclonedx-xml';
    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
    // Some writers sort keys, so that what tells the format may stand at either end.
    const ends =
      bytes.toString('latin1', 0, 8192) + bytes.toString('latin1', Math.max(0, bytes.length - 8192));
    return /"bomFormat"\s*:\s*"CycloneDX"/.test(ends) && !/"specVersion"\s*:\s*"[2-9]/.test(ends)
      ? 'cyclonedx-json'
      : undefined;
  },

  read(input) {
    const file = onlyFile(input, 'CDX-001', 'a CycloneDX document') as SystemFile;
    const isXml = /^\uFEFF?\s*</.test(headText(file));
    const document = isXml ? parseCycloneDxXml(file) : parseJsonDocument(file);
    const account = new Account(document, {
      code: 'CDX-002',
      reasons: REASONS,
      file: file.path,
    });
    const root = TreeNode.of(account);
    checkVersion(file, root);
    const draft = new DraftBuilder();
    const metadata = root.at('metadata');
    metadata?.expectObject();
    const bom: Bom = {
      file,
      root,
      draft,
      inventory: new Inventory(draft),
      subjects: new Map(),
      parts: [],
      passedOver: new Set(),
      callers: new Map(),
      zones: new Map(),
      bases: new Map(),
      pending: [],
      later: [],
      ofPackages: new Map(),
      ownLinks: ownLinksOf(root),
      collected: dayOf(metadata?.text('timestamp')),
    };
    const about = metadata?.at('component');
    const main = about === undefined ? undefined : readComponent(bom, about);
    if (about !== undefined) readComponents(bom, about.objects('components'), main);
    bom.parts.push(...readComponents(bom, root.objects('components')));
    const services = readServices(bom, root.objects('services'), main);
    const workflows = readFormulation(bom);
    for (let link = bom.later.shift(); link !== undefined; link = bom.later.shift()) link();
    resolvePending(bom);
    readDependencies(bom);
    for (const link of [...services, ...workflows]) link();
    if (main !== undefined) linkParts(bom, main);
    readVulnerabilities(bom);
    reportPackages(bom);
    bom.inventory.finish();
    return { draft: draftOf(bom, metadata), ...account.finish() };
  },
};

function checkVersion(file: SystemFile, root: TreeNode): void {
  const version = root.text('specVersion') ?? '';
  const [, minor] = /^1\.(\d+)$/.exec(version) ?? [];
  if (root.text('bomFormat') !== 'CycloneDX' || minor === undefined) {
    throw new ThreatloomError('CDX-001', 'this is no CycloneDX document of version 1', {
      file: file.path,
      line: 1,
      pointer: root.has('bomFormat') ? '/specVersion' : '/bomFormat',
      hint: 'JSON has "bomFormat": "CycloneDX" and "specVersion": "1.7", XML the namespace "http://cyclonedx.org/schema/bom/1.7"',
    });
  }
  if (Number(minor) > NEWEST) {
    root.account.warn('/specVersion', `version ${version} is newer than 1.${NEWEST}, and read as that`, {
      code: 'CDX-003',
    });
  }
  root.tell('$schema', 'version');
}

/** `urn:uuid:3e67…`, version 1 → `urn:cdx:3e67…/1#` */
function ownLinksOf(root: TreeNode): string | undefined {
  const serial = root.text('serialNumber');
  return serial === undefined
    ? undefined
    : `urn:cdx:${serial.replace(/^urn:uuid:/i, '')}/${root.text('version') ?? '1'}#`;
}

const STAGES: ReadonlyMap<string, NonNullable<DraftSystem['stage']>> = new Map([
  ['design', 'design'],
  ['pre-build', 'development'],
  ['build', 'development'],
  ['post-build', 'development'],
  ['operations', 'deployment'],
]);

function draftOf(bom: Bom, metadata: TreeNode | undefined): DraftSystem {
  const { root, file } = bom;
  const name = metadata?.at('component')?.text('name') ?? nameOfFile(file.path);
  const serial = root.text('serialNumber');
  const stage = (metadata?.objects('lifecycles') ?? [])
    .flatMap((each) => STAGES.get(each.text('phase') ?? '') ?? [])
    .at(-1);
  const owner = ['manufacturer', 'manufacture', 'supplier']
    .map((key) => metadata?.at(key)?.text('name'))
    .find((each) => each !== undefined);
  for (const key of ['manufacturer', 'manufacture', 'supplier']) metadata?.at(key)?.tellParts();
  const properties = metadata === undefined ? [] : propertiesOf(metadata);
  if (metadata !== undefined && properties.length > 0) {
    metadata.account.kept(`${metadata.pointer}/properties`, 'properties of the document', 'x-properties');
  }
  if (serial !== undefined) root.account.kept('/serialNumber', `serial number ${serial}`, 'x-serial-number');
  return bom.draft.build(kebabCase(name) || 'system', {
    name,
    ...(owner !== undefined && { owner }),
    ...(stage !== undefined && { stage }),
    extensions: {
      ...(serial !== undefined && { 'x-serial-number': serial }),
      ...(properties.length > 0 && { 'x-properties': objectOfPairs(properties) }),
    },
  });
}

function nameOfFile(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/(?:\.(?:cdx|aibom|bom|sbom))*\.(?:json|xml)$/i, '');
}
