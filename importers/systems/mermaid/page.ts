import { TextLines } from '#model/text-lines';
import { kebabCase } from '../../formats/draft-ids.ts';
import type { DrawnFlow, DrawnNode, DrawnZone, Page } from '../../formats/drawing/drawing.ts';
import type { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { CarriedComments } from './carried-comments.ts';
import type { ChartLink, ChartNode, Flowchart, Subgraph } from './flowchart.ts';
import { isRunMark, RUNNER, runMarkOf } from './run-marks.ts';
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
  readonly carried: CarriedComments;
}

/** A flowchart as a page of a drawing. */
export function pageOf(chart: Flowchart, account: DrawingAccount, source: PageSource): Page {
  const { prefix, carried } = source;
  const lines = new TextLines(source.text);
  const place = (offset: number) => ({
    file: source.file,
    line: source.line + lines.placeOf(offset).line - 1,
  });
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
    return index === undefined ? `${prefix}${runMarkOf(id, chart.nodes)}` : subgraphKey(index);
  };

  for (const { id, offset } of chart.nodes.values()) {
    const mark = runMarkOf(id, chart.nodes);
    if (mark !== id)
      account.notRead(place(offset), `node ${quoted(id)}`, `it is the same one as ${quoted(mark)}`);
  }

  const zones = chart.subgraphs.map(({ id, title, offset, parent }: Subgraph, index): DrawnZone => ({
    key: subgraphKey(index),
    place: place(offset),
    what: `subgraph ${quoted(title ?? id ?? '')}`,
    name: title ?? id ?? `subgraph ${index + 1}`,
    ...(id === undefined ? {} : { alias: id }),
    ...(parent === undefined ? {} : { within: subgraphKey(parent) }),
    ...carriedOf(carried.take('subgraph', id ?? '')),
  }));
  const nodes = [...chart.nodes.values()]
    .filter(({ id }) => !subgraphs.has(id) && runMarkOf(id, chart.nodes) === id)
    .map((node): DrawnNode => {
      const { id, subgraph, remark, offset } = node;
      const kept = carried.take('node', id);
      // What an export of ours wrote on one line is a name, whatever it looks like.
      const isExported = kept !== undefined && remark !== undefined;
      const label = isExported ? `${node.label ?? id} ${remark}` : (node.label ?? id);
      const person = kept === undefined ? node.person : undefined;
      return {
        key: keyOf(id),
        place: place(offset),
        what: label === id ? `node ${quoted(id)}` : `node ${id} ${quoted(label)}`,
        name: label,
        alias: id,
        ...(subgraph === undefined ? {} : { within: subgraphKey(subgraph) }),
        ...(person && { person }),
        ...(isRunMark(id) && kept === undefined && RUNNER),
        asset: {
          ...(remark === undefined || isExported ? {} : { description: remark }),
          fallback: fallbackOf(node.shape),
          ...hintsOf(node),
        },
        ...carriedOf(kept),
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
      ...carriedOf(carried.take('link', `${link.from} ${link.to}`)),
    });
  });
  return { zones, nodes, flows, ...(source.name === undefined ? {} : { name: source.name }) };
}

function carriedOf(node: TreeNode | undefined): Pick<DrawnZone, 'carried'> {
  return node === undefined ? {} : { carried: node };
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

/** What is beside the name: an id that says more than `A` and than the label, lines below, shape, icons and classes. */
function hintsOf({ id, label, below, shape, icons, classes }: ChartNode): Pick<DrawnNode['asset'], 'hints'> {
  const said = kebabCase(`${label ?? id} ${below ?? ''}`);
  const names = /[a-z]{3}/i.test(id) && !`-${said}-`.includes(`-${kebabCase(id)}-`) ? [id] : [];
  const plain = shape === undefined || shape === 'rect' || shape === 'rounded';
  const types = [...(plain ? [] : [shape]), ...icons];
  if (names.length + types.length + classes.length === 0 && below === undefined) return {};
  return {
    hints: {
      ...(names.length > 0 ? { names } : {}),
      ...(below === undefined ? {} : { below }),
      ...(types.length > 0 ? { types } : {}),
      ...(classes.length > 0 ? { tags: classes } : {}),
    },
  };
}
