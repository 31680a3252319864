import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account, joinAccounts } from '../../formats/account.ts';
import { besides } from '../../formats/besides.ts';
import { firstNames } from '../../formats/first-names.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import { readCluster } from './read-cluster.ts';
import { resourcesOf } from './resources.ts';

const AS_RUN = 'how it is run says nothing of what it is';
const REASONS = {
  status: 'what a cluster says of it is not read',
  labels: 'labels are read where services select by them',
  annotations: 'annotations are not read',
  data: 'values are not read: they may be secrets',
  stringData: 'values are not read: they may be secrets',
  resources: AS_RUN,
  livenessProbe: AS_RUN,
  readinessProbe: AS_RUN,
  startupProbe: AS_RUN,
  nodeSelector: AS_RUN,
  tolerations: AS_RUN,
  affinity: AS_RUN,
  topologySpreadConstraints: AS_RUN,
  securityContext: 'only rights on the host are read',
  autoscaling: AS_RUN,
  lifecycle: AS_RUN,
};

/**
 * Kubernetes manifests, also as Helm and Kustomize render them: YAML streams, lists, JSON; with KServe inference services.
 * https://kubernetes.io/docs/reference/kubernetes-api/
 *
 * @example kubernetes.read(files).draft.zones.map(({ name }) => name) // namespaces
 */
export const kubernetes: SystemImporter = {
  id: 'kubernetes',
  formats: [{ id: 'kubernetes', title: 'Kubernetes manifests' }],

  detect(input) {
    const described = input.filter(({ path }) => /\.(?:ya?ml|json)$/i.test(path) || input.length === 1);
    return described.length > 0 && described.some(isManifest) && described.every(isManifestOrSettings)
      ? 'kubernetes'
      : undefined;
  },

  read(input) {
    const manifests = input.filter(isManifest);
    const files = manifests.length === 0 ? input : manifests;
    const roots = files.flatMap(rootsOf);
    const draft = readCluster(roots);
    if (draft === undefined) {
      throw new ThreatloomError('KUBE-001', `there is no workload here${onlyOf(roots)}`, {
        file: firstNames(input),
        line: 1,
        hint: 'what runs is a Deployment, a Pod … or one of the custom resources in docs/importing/stacks.md',
      });
    }
    const { losses, diagnostics } = joinAccounts(roots.map(({ account }) => account));
    return { draft, losses: [...losses, ...besides(input, files, 'it is no manifest')], diagnostics };
  },
};

/** What there is instead of a workload. */
function onlyOf(roots: readonly TreeNode[]): string {
  const kinds = [...new Set(roots.flatMap(resourcesOf).map(({ kind }) => kind))].filter(
    (kind) => kind !== '',
  );
  return kinds.length === 0 ? '' : `, only ${kinds.slice(0, 5).join(', ')}${kinds.length > 5 ? ' …' : ''}`;
}

/** Two brackets begin what charts have where values will stand. */
const IS_JSON = /^\uFEFF?\s*\{(?!\{)/;

/** Values of charts and settings of Kustomize lie beside manifests. */
function isManifestOrSettings(file: SystemFile): boolean {
  return isManifest(file) || /(?:^|\/)(?:[\w.-]*values[\w.-]*|Chart|kustomization)\.ya?ml$/i.test(file.path);
}

function isManifest(file: SystemFile): boolean {
  const text = headText(file, 65_536);
  return IS_JSON.test(text)
    ? /"apiVersion"\s*:\s*"/.test(text) && /"kind"\s*:\s*"/.test(text)
    : /^apiVersion:\s*\S/m.test(text) && /^kind:\s*\S/m.test(text);
}

function rootsOf(file: SystemFile): TreeNode[] {
  const documents = IS_JSON.test(headText(file, 64)) ? [parseJsonDocument(file)] : parseYamlStream(file);
  return documents.flatMap((document) => {
    const root = TreeNode.of(new Account(document, { code: 'KUBE-002', reasons: REASONS, file: file.path }));
    return root.expectObject() ? [root] : [];
  });
}
