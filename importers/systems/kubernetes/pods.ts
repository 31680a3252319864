/** Pods that a resource makes, wherever in it they stand: Kubernetes' own templates and those of custom resources. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { textsOf } from './resources.ts';

export interface Pods {
  /** What has `containers`, or a `container` of an Argo step. */
  readonly spec: TreeNode;
  readonly containers: readonly TreeNode[];
  readonly initContainers: readonly TreeNode[];
  readonly labels: ReadonlyMap<string, string>;
  /** Where the labels stand; absent where the pods have none of their own. */
  readonly metadata: TreeNode | undefined;
}

/** `spec.predictors.0.componentSpecs.0.spec`: custom resources nest deeper than workloads do. */
const MAX_DEPTH = 10;
/** More templates than that are no workload of people. */
const MAX_PODS = 200;

/** @returns in order of the document */
export function podsOf(resource: TreeNode): readonly Pods[] {
  const found: Pods[] = [];
  const walk = (node: TreeNode, parent: TreeNode, depth: number): void => {
    if (depth > MAX_DEPTH || found.length >= MAX_PODS) return;
    if (node.isObject) {
      const containers = ['containers', 'container', 'script'].flatMap((key) => containersIn(node, key));
      if (containers.length > 0) {
        found.push({
          spec: node,
          containers: [...containers, ...containersIn(node, 'sidecars')],
          initContainers: containersIn(node, 'initContainers'),
          labels: new Map(textsOf(parent.any('metadata')?.any('labels'))),
          metadata: parent === resource ? undefined : parent.any('metadata'),
        });
        return;
      }
      for (const [, child] of node.entries()) if (isNested(child)) walk(child, node, depth + 1);
    } else for (const child of nested(node)) walk(child, node, depth + 1);
  };
  const spec = resource.any('spec');
  if (spec !== undefined) walk(spec, resource, 0);
  return found;
}

/** A list of containers or a single one; what has the key and no image or name is something else. */
function containersIn(node: TreeNode, key: string): readonly TreeNode[] {
  const value = node.any(key);
  const items = value === undefined ? [] : value.isList ? nested(value) : [value];
  return items.filter((item) => item.isObject && (item.has('image') || item.has('name')));
}

function isNested({ isObject, isList }: TreeNode): boolean {
  return isObject || isList;
}

/** Without counting an empty list as told: nothing is read here yet. */
function nested(node: TreeNode): readonly TreeNode[] {
  return Array.isArray(node.value) && node.value.length > 0 ? node.elements().filter(isNested) : [];
}
