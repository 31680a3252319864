/** Base models that generators write among the properties of a model, which the format has a place for in its pedigree. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Bom, Subject } from './bom.ts';
import { propertiesOf } from './details.ts';

/** `base_model`, `baseModel`, `genai:aibom:modelcard:baseModel` */
const BASE = /(?:^|[:./])base[-_ ]?models?$/i;
/** Names of a hub; more of them are a list of something else. */
const NAME = /^[\w.-]{1,100}(?:\/[\w.-]{1,100})?$/;
const MAX_BASES = 8;

export function readBaseModels(bom: Bom, node: TreeNode, model: Subject): void {
  if (model.sort !== 'model' || (node.any('pedigree')?.any('ancestors')?.elements().length ?? 0) > 0) return;
  for (const holder of [node, node.any('modelCard')]) {
    if (holder?.isObject !== true) continue;
    for (const [name, value] of propertiesOf(holder)) {
      if (!BASE.test(name.slice(-200))) continue;
      for (const base of namesIn(value)) {
        bom.later.push(() => {
          link(bom, holder, model, base);
        });
      }
    }
  }
}

/** One name, some with commas between, or a list in JSON. */
function namesIn(value: string): readonly string[] {
  const words = value
    .slice(0, 1000)
    .split(/[\s,[\]"']+/)
    .filter((word) => word !== '');
  return words.length <= MAX_BASES && words.every((word) => NAME.test(word)) ? words : [];
}

function link(bom: Bom, holder: TreeNode, model: Subject, name: string): void {
  const known = bom.bases.get(name.toLowerCase()) ?? componentCalled(bom, name);
  if (known === model.id) return;
  const place = holder.account.place(`${holder.pointer}/properties`);
  const base =
    known ?? bom.draft.asset({ name, kind: 'model', kindIsLoose: true, fallback: 'store', place }, 'model');
  bom.bases.set(name.toLowerCase(), base);
  if (known === undefined && name.includes('/'))
    bom.draft.relate(base, 'deployed-from', bom.inventory.registry('huggingface', place).id);
  if (!bom.draft.relate(model.id, 'built-from', base)) return;
  const why = 'a property of it says so';
  holder.account.guessed(
    `${holder.pointer}/properties`,
    `base model "${name}"`,
    `${model.id} built-from ${base}`,
    why,
  );
}

/** A component of the document with this name, with or without its group. */
function componentCalled(bom: Bom, name: string): string | undefined {
  if (bom.bases.size === 0) {
    const components = bom.root.any('components');
    (components?.isList === true ? components.elements() : []).forEach((each, at) => {
      const part = bom.parts[at];
      if (part?.sort !== 'model') return;
      const [own, group] = [each.any('name')?.value, each.any('group')?.value];
      if (typeof own !== 'string') return;
      bom.bases.set(own.toLowerCase(), part.id);
      if (typeof group === 'string' && group !== '') bom.bases.set(`${group}/${own}`.toLowerCase(), part.id);
    });
  }
  return bom.bases.get(name.toLowerCase());
}
