import { kebabCase } from '../../formats/draft-ids.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Workload } from '../../formats/workloads.ts';

/** One service of a stack. */
export interface Service {
  readonly name: string;
  /** What is said of it, the last word last: what it extends, then each file. */
  readonly layers: readonly TreeNode[];
  readonly workload: Workload;
}

/** A service is called by its name; so the network or volume of that name is not. */
export function isServiceName(roots: readonly TreeNode[], name: string): boolean {
  return roots.some((root) =>
    root.entriesOf('services').some(([service]) => kebabCase(service) === kebabCase(name)),
  );
}
