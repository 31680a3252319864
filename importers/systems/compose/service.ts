import type { TreeNode } from '../../formats/tree-node.ts';
import type { Workload } from '../../formats/workloads.ts';

/** One service of a stack. */
export interface Service {
  readonly name: string;
  /** What is said of it, the last word last: what it extends, then each file. */
  readonly layers: readonly TreeNode[];
  readonly workload: Workload;
}
