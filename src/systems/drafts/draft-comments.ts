import { isSeq } from 'yaml';
import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { DraftSystem } from '#model/draft-system';

/**
 * `# decide: …` above what only a person can know, and `# guessed: …` beside the values that were worked out, or above an
 * element that is a guess as a whole.
 *
 * @param guessed JSON pointer into the model → why it says so
 */
export function addComments(
  root: YAMLMap<Scalar<string>, Node>,
  draft: DraftSystem,
  guessed: ReadonlyMap<string, string>,
): void {
  const nodes = new NodeIndex(root);
  addQuestions(nodes, draft);
  for (const [pointer, why] of guessed) markGuess(nodes, pointer.split('/').slice(1), why);
}

/** Beside a value, above an element; a key that could not stand where it belongs has no mark. */
function markGuess(nodes: NodeIndex, path: readonly string[], why: string): void {
  const mark = ` guessed: ${plainComment(why)}`;
  const [section = '', id = '', ...rest] = path;
  if (rest.length > 0) {
    const value = nodes.findPair(path)?.value;
    if (value) value.comment = mark;
    return;
  }
  const element = section === 'flows' ? nodes.itemAt(section, Number(id)) : nodes.pairAt(path).key;
  element.commentBefore =
    element.commentBefore === undefined || element.commentBefore === null
      ? mark
      : `${mark}\n${element.commentBefore}`;
}

function addQuestions(nodes: NodeIndex, draft: DraftSystem): void {
  const asked = [
    ['zones', draft.zones],
    ['actors', draft.actors],
    ['assets', draft.assets],
    ['safeguards', draft.safeguards],
    ['goals', draft.goals],
    ['x-threats', draft.threats],
  ] as const;
  for (const [name, elements] of asked) {
    for (const { id, ask = [] } of elements) {
      if (ask.length > 0) nodes.pairAt([name, id]).key.commentBefore = questions(ask);
    }
  }
  draft.flows.forEach(({ ask = [] }, index) => {
    if (ask.length > 0) nodes.itemAt('flows', index).commentBefore = questions(ask);
  });
}

function questions(ask: readonly string[]): string {
  return ask.map((question) => ` decide: ${plainComment(question)}`).join('\n');
}

/** Finds nodes by path without looking through a mapping each time. */
class NodeIndex {
  readonly #root: YAMLMap<Scalar<string>, Node>;
  readonly #entries = new Map<Node, ReadonlyMap<string, EntryPair>>();

  constructor(root: YAMLMap<Scalar<string>, Node>) {
    this.#root = root;
  }

  pairAt(path: readonly string[]): EntryPair {
    return this.findPair(path)!;
  }

  findPair(path: readonly string[]): EntryPair | undefined {
    let node: Node | null | undefined = this.#root;
    for (const step of path.slice(0, -1)) {
      node = isSeq<Node>(node) ? node.items[Number(step)] : this.#entry(node, step)?.value;
      if (node === undefined || node === null) return undefined;
    }
    return this.#entry(node, path.at(-1)!);
  }

  itemAt(section: string, index: number): Node {
    return (this.#entry(this.#root, section)!.value as YAMLSeq<Node>).items[index]!;
  }

  #entry(node: Node, key: string): EntryPair | undefined {
    let entries = this.#entries.get(node);
    if (entries === undefined) {
      entries = new Map((node as YAMLMap<Scalar<string>, Node>).items.map((pair) => [pair.key.value, pair]));
      this.#entries.set(node, entries);
    }
    return entries.get(key);
  }
}

type EntryPair = Pair<Scalar<string>, Node>;

/** One line without anything that is no text. */
export function plainComment(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd]+/g, ' ').slice(0, 400);
}
