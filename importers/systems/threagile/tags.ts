import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

const TAGGED = ['technical_assets', 'data_assets', 'trust_boundaries', 'shared_runtimes'];

/** Threagile refuses models with tags that `tags_available` does not have; each is told where it is first used. */
export function tellUnknownTags(documents: readonly TreeNode[]): void {
  const lists = documents.flatMap((document) => document.any('tags_available') ?? []);
  if (lists.length === 0) return;
  const told = new Set(lists.flatMap(textsIn).map(folded));
  for (const tags of documents.flatMap(tagsOf)) {
    for (const tag of textsIn(tags)) {
      if (told.has(folded(tag))) continue;
      told.add(folded(tag));
      tags.account.warn(tags.pointer, `tag ${quoted(tag)} is not among tags_available`, {
        code: 'THREAGILE-003',
      });
    }
  }
}

function tagsOf(document: TreeNode): readonly TreeNode[] {
  const entries = TAGGED.flatMap((section) => below(document, section));
  const links = entries.flatMap((entry) => below(entry, 'communication_links'));
  return [...entries, ...links].flatMap((entry) => entry.any('tags') ?? []);
}

function below(node: TreeNode, key: string): readonly TreeNode[] {
  return (
    node
      .any(key)
      ?.entries()
      .map(([, entry]) => entry) ?? []
  );
}

/** Values of other types are told of by whoever reads the list. */
function textsIn({ value }: TreeNode): readonly string[] {
  return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : [];
}

/** As Threagile compares them. */
function folded(tag: string): string {
  return tag.trim().toLowerCase();
}
