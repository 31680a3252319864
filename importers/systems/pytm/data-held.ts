import { listUnder } from '#model/list-under';
import { LEVELS, type DataClass, type Level } from '#model/system-model';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { enumerated } from './common.ts';

/** pytm's steps from public to top secret, on ours; what is public, or nobody has classified, is worth nothing. */
const WORTH: ReadonlyMap<string, Level> = new Map(
  Object.entries<Level>({ RESTRICTED: 'low', SENSITIVE: 'medium', SECRET: 'high', TOP_SECRET: 'critical' }),
);

/** Data of the file: what stores or processes it has its classes, and is worth as much. */
export class DataHeld {
  /** All that is said of them, for people. */
  readonly kept: readonly Record<string, unknown>[];
  readonly #classes = new Map<string, DataClass[]>();
  readonly #worth = new Map<string, Level[]>();
  readonly #credentials = new Set<string>();

  constructor(root: TreeNode) {
    const nodes = root.objects('data');
    for (const node of nodes) {
      const is = (key: string): boolean => node.any(key)?.value === true;
      const worth = WORTH.get(enumerated(node.text('classification')) ?? '');
      const classes: DataClass[] = [
        ...(is('isPII') ? ['personal' as const] : []),
        ...(is('isCredentials') ? ['credentials' as const] : []),
      ];
      if (is('isCredentials')) this.#credentials.add(node.text('name') ?? '');
      for (const element of node.texts('processedBy')) {
        listUnder(this.#classes, element).push(...classes);
        if (worth !== undefined) listUnder(this.#worth, element).push(worth);
      }
    }
    this.kept = nodes.map(keep);
  }

  /** @param element its name */
  classesOf(element: string): readonly DataClass[] {
    return this.#classes.get(element) ?? [];
  }

  /**
   * The highest of what the element holds and what it is classified as.
   *
   * @param classification e.g. `SECRET`
   */
  worthOf(element: string, classification: string | undefined): Level | undefined {
    const own = WORTH.get(classification ?? '');
    const all = [...(this.#worth.get(element) ?? []), ...(own === undefined ? [] : [own])];
    return LEVELS[Math.max(-1, ...all.map((level) => LEVELS.indexOf(level)))];
  }

  isCredentials(data: string): boolean {
    return this.#credentials.has(data);
  }
}

function keep(node: TreeNode): Record<string, unknown> {
  const said = node.entries().flatMap(([key, part]) => {
    part.tellWhole();
    const { value } = part;
    const empty =
      value === false || value === '' || value === null || (Array.isArray(value) && value.length === 0);
    return empty ? [] : [[key, value] as const];
  });
  node.account.kept(
    node.pointer,
    `data ${quoted(node.text('name') ?? '')}`,
    '"x-data"',
    'its classes and its worth stand at what holds it',
  );
  return Object.fromEntries(said);
}
