import type { DrawnFlow, DrawnNode, DrawnZone, Page } from '../../formats/drawing/drawing.ts';
import type { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import { quoted } from '../../formats/quoted.ts';
import type { ChartLink, ChartNode, Flowchart, Subgraph } from './flowchart.ts';
import { fallbackOf } from './shapes.ts';

export interface PageSource {
  readonly file: string;
  /** Of the block. */
  readonly text: string;
  /** Of the file that the block starts on. */
  readonly line: number;
  /** Before all keys. */
  readonly prefix: string;
  readonly name?: string;
}

/** A flowchart as a page of a drawing. */
export function pageOf(chart: Flowchart, account: DrawingAccount, source: PageSource): Page {
  const { prefix } = source;
  const lineOf = lineFinder(source.text, source.line);
  const place = (offset: number) => ({ file: source.file, line: lineOf(offset) });
  for (const { offset, what, why, fault } of chart.asides) {
    if (fault) account.lost('MERMAID-002', place(offset), what, why);
    else account.notRead(place(offset), what, why);
  }
  const subgraphKey = (index: number): string => `${prefix}subgraph ${index}`;
  const subgraphs = new Map<string, number>();
  chart.subgraphs.forEach(({ id }, index) => {
    // A node of that id with a text or shape of its own is a node, whatever Mermaid makes of it.
    const node = id === undefined ? undefined : chart.nodes.get(id);
    if (id !== undefined && node?.label === undefined && node?.shape === undefined) {
      subgraphs.set(id, subgraphs.get(id) ?? index);
    }
  });
  const keyOf = (id: string): string => {
    const index = subgraphs.get(id);
    return index === undefined ? `${prefix}${id}` : subgraphKey(index);
  };

  const zones = chart.subgraphs.map(({ id, title, offset, parent }: Subgraph, index): DrawnZone => ({
    key: subgraphKey(index),
    place: place(offset),
    what: `subgraph ${quoted(title ?? id ?? '')}`,
    name: title ?? id ?? `subgraph ${index + 1}`,
    ...(parent === undefined ? {} : { within: subgraphKey(parent) }),
  }));
  const nodes = [...chart.nodes.values()]
    .filter(({ id }) => !subgraphs.has(id))
    .map((node): DrawnNode => {
      const { id, subgraph, label = id, offset } = node;
      return {
        key: keyOf(id),
        place: place(offset),
        what: label === id ? `node ${quoted(id)}` : `node ${id} ${quoted(label)}`,
        name: label,
        ...(subgraph === undefined ? {} : { within: subgraphKey(subgraph) }),
        asset: { fallback: fallbackOf(node.shape), ...hintsOf(node) },
      };
    });
  const flows: DrawnFlow[] = [];
  chart.links.forEach((link, index) => {
    const what = `link ${link.from} → ${link.to}${link.label === undefined ? '' : ` ${quoted(link.label)}`}`;
    if (link.direction === 'hidden') {
      account.notRead(place(link.offset), what, 'it is invisible and only moves nodes');
      return;
    }
    flows.push({
      ...flowOf(link),
      key: `${prefix}link ${index}`,
      place: place(link.offset),
      what,
      from: keyOf(link.from),
      to: keyOf(link.to),
    });
  });
  return { zones, nodes, flows, ...(source.name === undefined ? {} : { name: source.name }) };
}

function flowOf({ label, direction }: ChartLink): Pick<DrawnFlow, 'name' | 'flow' | 'guessed' | 'ask'> {
  return {
    ...(label === undefined ? {} : { name: label }),
    ...(direction === 'forward' ? {} : { flow: { both: true } }),
    ...(direction === 'none'
      ? {
          guessed: 'the line has no arrow, so it is taken both ways',
          ask: ['which way does the data go? the line has no arrow'],
        }
      : {}),
  };
}

/** What is beside the name: an id that says more than `A`, shape, icons and classes. */
function hintsOf({ id, label, shape, icons, classes }: ChartNode): Pick<DrawnNode['asset'], 'hints'> {
  const names = label !== undefined && label !== id && /[a-z]{3}/i.test(id) ? [id] : [];
  const plain = shape === undefined || shape === 'rect' || shape === 'rounded';
  const types = [...(plain ? [] : [shape]), ...icons];
  if (names.length + types.length + classes.length === 0) return {};
  return {
    hints: {
      ...(names.length > 0 ? { names } : {}),
      ...(types.length > 0 ? { types } : {}),
      ...(classes.length > 0 ? { tags: classes } : {}),
    },
  };
}

/** Offsets are asked for in any order. O(log n) each. */
function lineFinder(text: string, firstLine: number): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return firstLine + low;
  };
}
