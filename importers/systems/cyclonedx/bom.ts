/** What is known while a CycloneDX document is read: who stands behind each ref, the draft so far, and the account. */
import type { SystemFile } from '#model/system-importer';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { Inventory } from '../../formats/inventory.ts';
import { joinValues } from '../../formats/kept-values.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** What a component turned out to be, which decides what a dependency on it means. */
export type Sort = 'model' | 'data' | 'software' | 'package' | 'service' | 'workflow';

export interface Subject {
  /** Id of the asset in the draft; of a package that of the registry that stands for it. */
  readonly id: string;
  readonly sort: Sort;
  /** In the words of the format: `machine-learning-model "llama"`. */
  readonly what: string;
}

export interface Bom {
  readonly file: SystemFile;
  readonly root: TreeNode;
  readonly draft: DraftBuilder;
  readonly inventory: Inventory;
  /** By `bom-ref`. */
  readonly subjects: Map<string, Subject>;
  /** Behind each entry of `components`. */
  readonly parts: (Subject | undefined)[];
  /** `bom-ref` of components that are not read. */
  readonly passedOver: Set<string>;
  /** Id of a service → ids of what depends on it. */
  readonly callers: Map<string, Set<string>>;
  /** By name. */
  readonly zones: Map<string, string>;
  /** Data sets that are named by their ref, until all components are known. */
  readonly pending: { readonly node: TreeNode; readonly ref: string; readonly model: Subject }[];
  /** Links that wait for the same; a link may read a component, and that may add links. */
  readonly later: (() => void)[];
  /** Lower-case name of models that others may be made from → asset; of components once one was looked for. */
  readonly bases: Map<string, string>;
  /** What is stated of packages and not told package by package: key → number of packages. */
  readonly ofPackages: Map<string, number>;
  /** What a link into this same document begins with: `urn:cdx:3e67…/1#`. */
  readonly ownLinks: string | undefined;
  /** Day of `metadata.timestamp`. */
  readonly collected: string | undefined;
}

export interface Kept {
  readonly key: `x-${string}`;
  readonly value: unknown;
}

/** Puts what no rule reads under an `x-*` key of an asset, beside what stands there, with a line in the account. */
export function keep(bom: Bom, id: string, node: TreeNode, what: string, { key, value }: Kept): void {
  bom.draft.amend(id, ({ extensions }) => ({
    extensions: { ...extensions, [key]: joinValues(extensions?.[key], value) },
  }));
  node.account.kept(node.pointer, what, `${key} of ${id}`);
}

/** Makes it known by its `bom-ref`. */
export function register(bom: Bom, node: TreeNode, subject: Subject): void {
  const ref = node.text('bom-ref');
  if (ref === undefined) return;
  if (bom.subjects.has(ref)) {
    node.account.warn(
      `${node.pointer}/bom-ref`,
      `the bom-ref "${ref}" stands twice; the first is meant where it is named`,
      {
        code: 'CDX-005',
      },
    );
  } else bom.subjects.set(ref, subject);
}

/** What stands under a key, or the whole where nothing does. */
export function at(node: TreeNode, key: string): TreeNode {
  return node.any(key) ?? node;
}

/** The ref without what says that it stands in this same document. */
export function localRef({ ownLinks }: Bom, ref: string): string {
  return ownLinks !== undefined && ref.startsWith(ownLinks) ? decoded(ref.slice(ownLinks.length)) : ref;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a ref names; what is not there is reported. */
export function resolve(bom: Bom, pointer: string, ref: string): Subject | undefined {
  const { account } = bom.root;
  const local = localRef(bom, ref);
  const known = bom.subjects.get(local);
  if (known !== undefined) return known;
  if (bom.passedOver.has(local)) {
    account.notRead(pointer, `reference to "${ref}"`, 'the component itself is not read');
    return undefined;
  }
  const isElsewhere = local.startsWith('urn:cdx:');
  account.notRead(
    pointer,
    `reference to "${ref}"`,
    isElsewhere ? 'it stands in another document' : 'nothing in the document has this bom-ref',
  );
  if (!isElsewhere) {
    account.warn(pointer, `"${ref}" is nowhere in the document`, {
      code: 'CDX-004',
      hint: 'is it a component with another bom-ref?',
    });
  }
  return undefined;
}
