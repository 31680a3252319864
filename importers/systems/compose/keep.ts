import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** Keeps what stands under a key of a service under an `x-` key of its asset. */
export function keep(
  draft: DraftBuilder,
  id: string,
  layer: TreeNode,
  {
    key,
    extension,
    value,
  }: { readonly key: string; readonly extension: `x-${string}`; readonly value: unknown },
): void {
  draft.keep(id, extension, value);
  layer.account.kept(`${layer.pointer}/${key}`, key, `${extension} of ${id}`);
}
