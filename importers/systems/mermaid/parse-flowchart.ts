import { ThreatloomError } from '#model/errors';
import { quoted } from '../../formats/quoted.ts';
import type { Aside, ChartLink, ChartNode, Flowchart, Subgraph } from './flowchart.ts';
import { readLabel, wholeLabel } from './labels.ts';
import { Scanner, type Shape } from './scanner.ts';

/** What is drawn at most; each `&` multiplies, so a line can ask for millions. */
const MAX_LINKS = 20_000;
const MAX_NODES = 10_000;
const MAX_DEPTH = 50;

/** Statements that only say how it looks. */
const LOOKS = /(?:style|linkStyle|classDef|direction)(?=[ \t])/y;

/** A statement of sequence and state diagrams that people write into flowcharts, too: `note right of A "text"`. */
const NOTE = /note(?=[ \t]+(?:(?:left|right|top|bottom)[ \t]+of|over)[ \t])/iy;

interface Open {
  /** Index of the subgraph. */
  readonly index: number;
  readonly mentioned: Set<string>;
}

/**
 * Reads a flowchart (Mermaid 11 and before: `graph`, `flowchart`). A statement that is not understood is told of, and
 * reading goes on at the next. O(n).
 *
 * @param start offset after front matter, comments and directives
 * @throws ThreatloomError MERMAID-003 where it draws more than is read
 */
export function parseFlowchart(text: string, start: number): Flowchart {
  return new Parser(text, start).parse();
}

class Parser {
  readonly #scan: Scanner;
  readonly #nodes = new Map<string, ChartNode>();
  readonly #links: ChartLink[] = [];
  readonly #subgraphs: Subgraph[] = [];
  readonly #asides: Aside[] = [];
  readonly #open: Open[] = [];
  /** Names of links, which may be given properties later. */
  readonly #linkIds = new Set<string>();
  readonly #subgraphIds = new Set<string>();
  /** Statements that give classes to nodes. */
  readonly #classed: { ids: readonly string[]; names: readonly string[]; offset: number }[] = [];
  #title: string | undefined;
  #description: string | undefined;

  constructor(text: string, start: number) {
    this.#scan = new Scanner(text, start);
  }

  parse(): Flowchart {
    const scan = this.#scan;
    scan.take(/(?:graph|flowchart(?:-elk)?)\b[ \t]*(?:(?:TB|TD|BT|RL|LR)\b|[<>^v](?=[\s;]|$))?/y);
    for (;;) {
      scan.skipBetween();
      if (scan.done) break;
      const before = scan.at;
      this.#statement();
      // Whatever stands there, each round moves on.
      if (scan.at === before) scan.at += 1;
    }
    for (const { index } of [...this.#open].reverse()) {
      this.#aside(
        this.#subgraphs[index]!.offset,
        'the "end" of a subgraph',
        'it is not there, so all that follows is in it',
        true,
      );
    }
    while (this.#open.length > 0) this.#close();
    for (const { ids, names, offset } of this.#classed) this.#classify(ids, names, offset);
    return {
      nodes: this.#nodes,
      links: this.#links,
      subgraphs: this.#subgraphs,
      asides: this.#asides,
      ...(this.#title === undefined ? {} : { title: this.#title }),
      ...(this.#description === undefined ? {} : { description: this.#description }),
    };
  }

  #statement(): void {
    const scan = this.#scan;
    const offset = scan.at;
    if (scan.take(/subgraph(?=[\s;]|$)[ \t]*/y) !== undefined) this.#subgraph(offset);
    else if (scan.take(/end(?=[\s;]|%%|$)/y) !== undefined) {
      if (this.#open.length > 0) this.#close();
      else this.#aside(offset, '"end"', 'no subgraph is open here', true);
    } else if (scan.take(/class(?=[ \t])/y) !== undefined) this.#classes(scan.rest(), offset);
    else if (scan.take(/accTitle[ \t]*:/y) !== undefined) this.#title = scan.rest();
    else if (scan.take(/accDescr[ \t]*:/y) !== undefined) this.#description = scan.rest();
    else {
      const block = scan.take(/accDescr[ \t]*\{([^}]{0,20000})\}/y)?.[1];
      if (block !== undefined) this.#description = block.trim();
      else if (scan.take(LOOKS) !== undefined) {
        scan.rest();
        this.#aside(offset, 'a statement of style', 'it only says how the drawing looks', false);
      } else if (scan.take(NOTE) !== undefined) {
        this.#aside(offset, `note ${quoted(scan.rest())}`, 'flowcharts have no notes', true);
      } else if (scan.take(/click(?=[ \t])/y) !== undefined) {
        this.#aside(offset, `"click ${scan.rest()}"`, 'links of a drawing are not part of a model', false);
      } else this.#chain(offset);
    }
  }

  /** `A & B -- text --> C --> D` */
  #chain(offset: number): void {
    const scan = this.#scan;
    const linkId = /([\w-]+)@\{/y;
    linkId.lastIndex = offset;
    if (this.#linkIds.has(linkId.exec(scan.text)?.[1] ?? '')) {
      this.#aside(offset, quoted(scan.rest()), 'it only says how a link looks', false);
      return;
    }
    let from = this.#group();
    while (from !== undefined) {
      // `e1@-->` names a link.
      const linkId = scan.take(/\s*([\w-]+)@(?=[xo<]?(?:--|==|-\.))/y)?.[1];
      if (linkId !== undefined) this.#linkIds.add(linkId);
      const linkAt = scan.at;
      const link = scan.link();
      if (link === undefined) break;
      const to = this.#group();
      if (to === undefined) {
        this.#aside(linkAt, `a link from ${quoted(from.join(', '))}`, 'no node is at its end', true);
        if (!/^end(?=[\s;]|$)/.test(scan.text.slice(scan.at, scan.at + 4))) scan.rest();
        return;
      }
      this.#join(from, to, link, linkAt);
      from = to;
    }
    if (from !== undefined && scan.atEnd) return;
    const at = scan.at;
    const rest = scan.rest();
    this.#aside(from === undefined ? offset : at, quoted(rest), 'this is not understood here', true);
  }

  #join(
    from: readonly string[],
    to: readonly string[],
    { direction, label }: ReturnType<Scanner['link']> & object,
    offset: number,
  ): void {
    if (this.#links.length + from.length * to.length > MAX_LINKS) throw tooMuch(`${MAX_LINKS} links`);
    const name = label === undefined ? '' : wholeLabel(label);
    const back = direction === 'backward';
    for (const a of from) {
      for (const b of to) {
        this.#links.push({
          from: back ? b : a,
          to: back ? a : b,
          direction: back ? 'forward' : direction,
          offset,
          ...(name === '' ? {} : { label: name }),
        });
      }
    }
  }

  /** `A:::x & B[text]` */
  #group(): string[] | undefined {
    const scan = this.#scan;
    const ids: string[] = [];
    do {
      const id = this.#node();
      if (id === undefined) return ids.length > 0 ? ids : undefined;
      ids.push(id);
    } while (scan.take(/[ \t]*&(?=\s)\s*/y) !== undefined);
    return ids;
  }

  #node(): string | undefined {
    const scan = this.#scan;
    const offset = scan.at;
    const id = scan.id();
    if (id === 'end') scan.at = offset;
    if (id === undefined || id === 'end') return undefined;
    const node = this.#mention(id, offset);
    const shape = scan.shape();
    if (shape === false) {
      const line = scan.text.slice(scan.at, scan.at + 60).split('\n', 1)[0]!;
      this.#aside(scan.at, quoted(line), 'the bracket is not closed', true);
      scan.rest();
      return id;
    }
    if (shape !== undefined) describe(node, shape);
    // A second one adds to the first: `A["text"]@{ shape: cyl }`.
    const more = shape === undefined ? undefined : scan.shape();
    if (more !== undefined && more !== false) describe(node, more);
    const style = scan.take(/:::([\w-]+)/y)?.[1];
    if (style !== undefined) node.classes.push(style);
    // Properties may stand behind a class too.
    const last = style !== undefined && scan.text.startsWith('@{', scan.at) ? scan.shape() : undefined;
    if (last !== undefined && last !== false) describe(node, last);
    return id;
  }

  #mention(id: string, offset: number): ChartNode {
    this.#open.at(-1)?.mentioned.add(id);
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    if (this.#nodes.size >= MAX_NODES) throw tooMuch(`${MAX_NODES} nodes`);
    const node: ChartNode = { id, offset, icons: [], classes: [] };
    this.#nodes.set(id, node);
    return node;
  }

  /** `subgraph one [Title]`, `subgraph "Title"`, `subgraph Title in words`. */
  #subgraph(offset: number): void {
    if (this.#open.length >= MAX_DEPTH) throw tooMuch(`${MAX_DEPTH} subgraphs in one another`);
    if (this.#subgraphs.length >= MAX_NODES) throw tooMuch(`${MAX_NODES} subgraphs`);
    const scan = this.#scan;
    const written = scan.take(/[^\n;["]*/y)![0].trim();
    const shape = scan.shape();
    const string = shape === undefined ? scan.take(/"([^"]{0,4000})"/y)?.[1] : undefined;
    const words = written.replace(/:::[\w-]+$/, '').replace(/(?<![ \t])[ \t]*%%.*$/s, '');
    const title = wholeLabel(string ?? (shape === false ? undefined : shape?.label) ?? words);
    if (!scan.atEnd) scan.rest();
    const parent = this.#open.at(-1)?.index;
    const id = words === '' ? (string ?? '') : words;
    const isId = id !== '' && !/\s/.test(id);
    if (isId) this.#subgraphIds.add(id);
    this.#subgraphs.push({
      offset,
      ...(isId ? { id } : {}),
      ...(title === '' ? {} : { title }),
      ...(parent === undefined ? {} : { parent }),
    });
    this.#open.push({ index: this.#subgraphs.length - 1, mentioned: new Set() });
  }

  /** A node belongs to the subgraph that mentions it and is closed first, as in Mermaid. */
  #close(): void {
    const { index, mentioned } = this.#open.pop()!;
    for (const id of mentioned) {
      const node = this.#nodes.get(id)!;
      node.subgraph ??= index;
    }
  }

  /** `class A,B name`, also before the nodes. */
  #classes(written: string, offset: number): void {
    const ids = written.split(',').map((id) => id.trim());
    const [last = '', ...names] = (ids.pop() ?? '').split(/[ \t]+/);
    this.#classed.push({ ids: [...ids, last], names, offset });
  }

  #classify(ids: readonly string[], names: readonly string[], offset: number): void {
    for (const id of ids) {
      const node = this.#nodes.get(id);
      if (node !== undefined) node.classes.push(...names);
      else if (!this.#subgraphIds.has(id)) {
        this.#aside(offset, `class ${quoted(names.join(' '))} of ${quoted(id)}`, 'no node has that id', true);
      }
    }
  }

  #aside(offset: number, what: string, why: string, fault: boolean): void {
    this.#asides.push({ offset, what, why, fault });
  }
}

function describe(node: ChartNode, { label, shape, icon }: Shape): void {
  if (label !== undefined) {
    const { text, remark, below, person, icons } = readLabel(label);
    if (text !== '') node.label = text;
    if (remark !== undefined) node.remark = remark;
    if (below !== undefined) node.below = below;
    if (person !== undefined) node.person = person;
    node.icons.push(...icons);
  }
  if (shape !== undefined) node.shape = shape;
  if (icon !== undefined) node.icons.push(icon);
}

function tooMuch(what: string): ThreatloomError {
  return new ThreatloomError('MERMAID-003', `the flowchart has more than ${what}`, {
    hint: 'is this the right file? split it into several',
  });
}
