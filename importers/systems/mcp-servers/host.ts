/** The application whose list is read, and the draft that grows from it. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { Inventory } from '../../formats/inventory.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

export interface Host {
  readonly draft: DraftBuilder;
  readonly inventory: Inventory;
  /** Id of the agent that calls the servers. */
  readonly agent: string;
  readonly named: string;
  /** Kind of the machine that local servers run on. */
  readonly runsOn: 'workstation' | 'compute';
  /** Id of the machine that the agent and local servers run on, once there is a local server. */
  machine?: string;
  /** Id of what holds the secrets that stand in the list, once there is one. */
  secrets?: string;
}

/** What no rule reads of a server. */
export function keep(
  host: Host,
  id: string,
  node: TreeNode,
  { key, value, what }: { readonly key: `x-${string}`; readonly value: unknown; readonly what: string },
): void {
  host.draft.keep(id, key, value);
  node.account.kept(node.pointer, what, `${key} of ${id}`);
}
