import type { JSX } from 'preact';
import type { DiagramNode } from '../diagram/diagram.ts';
import { linkWords } from '../diagram/diagram-table.ts';
import { LEVELS } from '../data/answers.ts';
import { useSpeech } from '../page/messages.tsx';
import { useParam, useRouter } from '../page/router.tsx';
import { Risk } from '../parts/badges.tsx';
import { DataTable, sortRows } from '../parts/data-table.tsx';
import type { Column } from '../parts/data-table.tsx';
import { Id, Name } from '../parts/name.tsx';
import type { SystemData } from './system-data.ts';
import { formatSorting, parseSorting } from './sorting.ts';

interface ElementTableProps {
  readonly data: SystemData;
  readonly nodes: readonly DiagramNode[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** The diagram in words: for screen readers, and for systems that are too large to draw. */
export function ElementTable({ data, nodes, selected, onSelect }: ElementTableProps): JSX.Element {
  const { t } = useSpeech();
  const { change } = useRouter();
  const zones = new Map(data.structure.zones.map(({ id, name }) => [id, name]));
  const columns: readonly Column<DiagramNode>[] = [
    {
      key: 'name',
      head: t('column.name'),
      sortBy: ({ name }) => name,
      cell: ({ id, name }) => (
        <button
          type="button"
          class="plain"
          aria-pressed={id === selected}
          onClick={() => {
            onSelect(id);
          }}
        >
          <Name text={name} />
        </button>
      ),
    },
    { key: 'id', head: t('column.id'), sortBy: ({ id }) => id, cell: ({ id }) => <Id text={id} /> },
    {
      key: 'kind',
      head: t('column.kind'),
      sortBy: (node) => (node.type === 'asset' ? node.kind : node.attacker),
      cell: (node) =>
        node.type === 'asset' ? <span lang="en">{node.kind}</span> : t(`attacker.${node.attacker}`),
    },
    {
      key: 'zone',
      head: t('column.zone'),
      sortBy: ({ zone = '' }) => zone,
      cell: ({ zone }) => (zone === undefined ? '' : <Name text={zones.get(zone) ?? zone} limit={40} />),
    },
    {
      key: 'threats',
      head: t('column.reachable-threats'),
      class: 'number',
      sortBy: ({ threats }) => threats,
      cell: ({ threats }) => threats,
    },
    {
      key: 'risk',
      head: t('column.residual-risk'),
      sortBy: ({ risk }) => (risk === undefined ? -1 : LEVELS.indexOf(risk)),
      cell: ({ risk }) => (risk === undefined ? '' : <Risk level={risk} />),
    },
    {
      key: 'links',
      head: t('column.leads-to'),
      cell: ({ id }) => <LeadsTo data={data} id={id} />,
    },
  ];
  const sorting = parseSorting(useParam('sort'));
  return (
    <DataTable
      caption={t('element.all')}
      columns={columns}
      rows={sortRows(nodes, columns, sorting)}
      keyOf={({ id }) => id}
      sorting={sorting}
      onSort={(next) => {
        change({ sort: formatSorting(next) });
      }}
    />
  );
}

function LeadsTo({ data, id }: { readonly data: SystemData; readonly id: string }): JSX.Element {
  const { t } = useSpeech();
  const links = data.diagram.edges.flatMap(({ from, to, forth, back }) =>
    from === id
      ? [{ to, words: linkWords(forth, t) }]
      : to === id
        ? [{ to: from, words: linkWords(back, t) }]
        : [],
  );
  return (
    <ul class="inline-list">
      {links
        .filter(({ words }) => words.length > 0)
        .map(({ to, words }) => (
          <li key={to}>
            <Name text={data.nameOf(to)} limit={32} /> <span class="muted">({words.join('; ')})</span>
          </li>
        ))}
    </ul>
  );
}
