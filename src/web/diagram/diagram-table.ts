import type { Cell, Table } from '../export/table.ts';
import type { Translate } from '#messages/translator';
import type { WebKey } from '../page/messages.tsx';
import type { Diagram, Links } from './diagram.ts';

/** Elements first, then what joins them: all that the drawing shows. */
export function diagramTable(title: string, { nodes, edges }: Diagram, t: Translate<WebKey>): Table {
  const columns = [
    t('column.element'),
    t('column.name'),
    t('column.kind'),
    t('column.zone'),
    t('column.reachable-threats'),
    t('column.residual-risk'),
    t('column.from'),
    t('column.to'),
    t('column.link'),
  ];
  const elements = nodes.map((node): readonly Cell[] => [
    node.id,
    node.name,
    node.type === 'asset' ? node.kind : t(`attacker.${node.attacker}`),
    node.zone ?? null,
    node.threats,
    node.risk === undefined ? null : t(`level.${node.risk}`),
    null,
    null,
    null,
  ]);
  const links = edges.flatMap(({ from, to, forth, back }) => [
    ...linkWords(forth, t).map((link) => linkRow(from, to, link)),
    ...linkWords(back, t).map((link) => linkRow(to, from, link)),
  ]);
  return { title, columns, rows: [...elements, ...links] };
}

const linkRow = (from: string, to: string, link: string): readonly Cell[] => [
  ...Array<null>(6).fill(null),
  from,
  to,
  link,
];

/** `flow: prompt`, `retrieves-from`. */
export function linkWords({ flows, relations }: Links, t: Translate<WebKey>): readonly string[] {
  const carried = flows.map(({ carries }) =>
    carries === null || carries.length === 0
      ? t('link.flow')
      : t('link.flow-of', { carries: carries.join(', ') }),
  );
  return [...new Set(carried), ...relations];
}
