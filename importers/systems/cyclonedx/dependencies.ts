/** Dependencies between the parts, and what nothing says: that all that is listed belongs to what the document is about. */
import type { Relation } from '#model/system-model';
import type { TreeNode } from '../../formats/tree-node.ts';
import { resolve, type Bom, type Sort, type Subject } from './bom.ts';
import { linkDataset } from './model-card.ts';

/** A dependency says only that one needs the other; what it means follows from what they are. */
const MEANINGS: Readonly<Partial<Record<`${Sort} ${Sort}`, readonly [Relation, string]>>> = {
  'software model': ['uses', 'software that needs a model answers by it'],
  'service model': ['uses', 'a service that needs a model answers by it'],
  'model model': ['built-from', 'a model that needs a model is made from it'],
};

export function readDependencies(bom: Bom): void {
  for (const node of bom.root.objects('dependencies')) {
    const ref = node.text('ref');
    const from = ref === undefined ? undefined : resolve(bom, `${node.pointer}/ref`, ref);
    for (const [key, isProvided] of [
      ['dependsOn', false],
      ['provides', true],
    ] as const) {
      for (const item of node.items(key)) {
        const needed = item.asText();
        const to = needed === undefined ? undefined : resolve(bom, item.pointer, needed);
        if (from === undefined || to === undefined) continue;
        if (isProvided)
          item.account.notRead(
            item.pointer,
            `${from.what} provides ${to.what}`,
            'a system model has no place for it',
          );
        else linkDependency(bom, item, from, to);
      }
    }
  }
}

function linkDependency(bom: Bom, node: TreeNode, from: Subject, to: Subject): void {
  const what = `${from.what} depends on ${to.what}`;
  if (from.id === to.id) {
    node.account.notRead(
      node.pointer,
      what,
      from.sort === 'package' ? 'packages stand for their registry' : 'nothing depends on itself',
    );
    return;
  }
  if (from.sort === 'model' && to.sort === 'data') {
    if (
      ['trained-on', 'evaluated-on'].some((key) =>
        bom.draft.related(from.id, key as Relation).includes(to.id),
      )
    ) {
      node.account.read(node.pointer, what, `${from.id} learned from ${to.id}, as its model card says`);
    } else linkDataset(bom, node, from, to);
    return;
  }
  const [relation, why] = MEANINGS[`${from.sort} ${to.sort}`] ?? ['depends-on', undefined];
  bom.draft.relate(from.id, relation, to.id);
  if (to.sort === 'service' && (from.sort === 'service' || from.sort === 'software'))
    bom.callers.set(to.id, (bom.callers.get(to.id) ?? new Set()).add(from.id));
  const became = `${from.id} ${relation} ${to.id}`;
  if (why === undefined) node.account.read(node.pointer, what, became);
  else node.account.guessed(node.pointer, what, became, why);
}

/** What the document lists and nothing in it needs is a part of what it is about. */
export function linkParts(bom: Bom, main: Subject): void {
  const linked = bom.draft.targets();
  const seen = new Set([main.id]);
  for (const [index, node] of bom.root.objects('components').entries()) {
    const part = bom.parts[index];
    if (part === undefined || seen.has(part.id) || linked.has(part.id)) continue;
    seen.add(part.id);
    const isData = main.sort === 'model' && part.sort === 'data';
    const relation = isData ? 'trained-on' : (MEANINGS[`${main.sort} ${part.sort}`]?.[0] ?? 'depends-on');
    if (!bom.draft.relate(main.id, relation, part.id)) continue;
    node.account.guessed(
      node.pointer,
      `${part.what} in a document about ${main.what}`,
      `${main.id} ${relation} ${part.id}`,
      'what is listed is a part of what the document is about',
    );
  }
}
