import type { DrawingAccount } from './drawing-account.ts';
import type { Drawn, DrawnFlow, DrawnNode, DrawnZone, Page } from './drawing.ts';

/** `Legend`, `Risk-Overlay Legend:`, and the word in other languages on its own. */
const LEGEND =
  /^[^\p{L}\p{N}]*(?:(?:[\p{L}\p{N}]+[\s_-]+){0,2}legend|legende|légende|leyenda|leggenda|legenda|凡例|图例|圖例|범례)[^\p{L}\p{N}]*$/iu;
const MAX_TITLE = 60;

/**
 * A page without what explains its shapes and colours, which is told of: zones that are called a legend, with all in
 * them, and such a box. Where an arrow goes from there to the rest of the drawing, it is something else.
 */
export function withoutLegends(page: Page, account: DrawingAccount): Page {
  const explains = explainedBy(page);
  if (explains.size === 0) return page;
  const isInside = (end: DrawnFlow['from']): boolean => typeof end === 'string' && explains.has(end);
  const leaves = ({ from, to }: DrawnFlow): boolean =>
    from !== undefined && to !== undefined && isInside(from) !== isInside(to);
  if (page.flows.some(leaves)) return page;
  const isOfLegend = (drawn: Drawn): boolean => {
    if (!explains.has(drawn.key)) return false;
    account.notRead(drawn.place, drawn.what, 'it belongs to the legend of the drawing');
    return true;
  };
  return {
    ...page,
    zones: page.zones.filter((zone) => !isOfLegend(zone)),
    nodes: page.nodes.filter((node) => !isOfLegend(node)),
    flows: page.flows.filter((flow) => {
      if (!isInside(flow.from) && !isInside(flow.to)) return true;
      account.notRead(flow.place, flow.what, 'it belongs to the legend of the drawing');
      return false;
    }),
  };
}

/** Keys of the legends and of what lies in them. */
function explainedBy({ zones, nodes }: Page): ReadonlySet<string> {
  const byKey = new Map(zones.map((zone) => [zone.key, zone]));
  const isWithin = (drawn: DrawnZone | DrawnNode): boolean => {
    const seen = new Set<string>();
    for (let at: DrawnZone | DrawnNode | undefined = drawn; at !== undefined && !seen.has(at.key);) {
      if (isLegend(at)) return true;
      seen.add(at.key);
      at = at.within === undefined ? undefined : byKey.get(at.within);
    }
    return false;
  };
  return new Set([...zones, ...nodes].filter(isWithin).map(({ key }) => key));
}

/** What an export of ours wrote is part of a system, whatever it is called. */
function isLegend({ name, carried }: Drawn): boolean {
  return carried === undefined && name !== undefined && name.length <= MAX_TITLE && LEGEND.test(name);
}
