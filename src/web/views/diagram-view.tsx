import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { SystemEntry } from '../data/load.ts';
import { diagramTable } from '../diagram/diagram-table.ts';
import { search } from '../diagram/diagram.ts';
import { Drawing } from '../diagram/drawing.tsx';
import { MOST_DRAWN, useLayout } from '../diagram/use-layout.ts';
import { elementPicture } from '../export/element-picture.ts';
import { pagePalette } from '../export/palette.ts';
import { useSpeech } from '../page/messages.tsx';
import { useParam, useRouter } from '../page/router.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Choice, Search } from '../parts/fields.tsx';
import { WhenLoaded } from '../parts/loaded.tsx';
import { ElementPanel } from './element-panel.tsx';
import { ElementTable } from './element-table.tsx';
import { useSystem } from './system-data.ts';
import type { SystemData } from './system-data.ts';

export default function DiagramView({ system }: { readonly system: SystemEntry }): JSX.Element {
  return (
    <WhenLoaded of={useSystem(system.id)}>
      {(data) => <SystemDiagram system={system} data={data} />}
    </WhenLoaded>
  );
}

interface SystemDiagramProps {
  readonly system: SystemEntry;
  readonly data: SystemData;
}

function SystemDiagram({ system, data }: SystemDiagramProps): JSX.Element {
  const { t } = useSpeech();
  const { change } = useRouter();
  const { diagram } = data;
  const text = useParam('q');
  const at = useParam('at');
  const tooLarge = diagram.nodes.length > MOST_DRAWN;
  const asTable = useParam('as') === 'table' || tooLarge;
  const found = useMemo(() => search(diagram, text), [diagram, text]);
  const layout = useLayout(system.id, diagram);
  const drawing = useRef<SVGGElement>(null);
  const selected = diagram.nodes.find(({ id }) => id === at);
  const select = (id: string): void => {
    change({ at: id === at ? undefined : id });
  };
  // A search lights what it finds; else a chosen element and all that is joined to it.
  const lit = useMemo(() => {
    if (text !== '') return new Set(found.map(({ id }) => id));
    if (selected === undefined) return undefined;
    const around = diagram.edges.filter(({ from, to }) => from === selected.id || to === selected.id);
    return new Set([selected.id, ...around.flatMap(({ from, to }) => [from, to])]);
  }, [text, found, selected, diagram]);
  const picture = (): string => {
    if (layout.state !== 'ready' || drawing.current === null) throw new Error(t('page.loading'));
    const background = pagePalette().background;
    return elementPicture(drawing.current, { ...layout.data, title: system.name, background });
  };

  return (
    <div class="view diagram-view">
      <div class="toolbar">
        <Search
          label={t('diagram.search')}
          value={text}
          onInput={(q) => {
            change({ q });
          }}
          onEnter={() => {
            if (found[0] !== undefined) change({ at: found[0].id });
          }}
        />
        <p class="count" role="status">
          {text === '' ? t('diagram.size', sizes(data)) : t('diagram.found', { count: found.length })}
        </p>
        {tooLarge ? undefined : (
          <Choice
            label={t('diagram.shown-as')}
            value={asTable ? 'table' : 'drawing'}
            options={[
              { value: 'drawing', label: t('diagram.drawing') },
              { value: 'table', label: t('diagram.table') },
            ]}
            onChange={(as) => {
              change({ as: as === 'table' ? as : undefined });
            }}
          />
        )}
        <ExportMenu
          name={`${system.id}-diagram`}
          table={() => diagramTable(system.name, diagram, t)}
          picture={asTable ? undefined : picture}
        />
      </div>
      {tooLarge ? (
        <p class="notice">{t('diagram.too-large', { count: diagram.nodes.length, most: MOST_DRAWN })}</p>
      ) : undefined}
      <div class="split">
        <div class="main-pane">
          {asTable ? (
            <ElementTable
              data={data}
              nodes={text === '' ? diagram.nodes : found}
              selected={at}
              onSelect={select}
            />
          ) : (
            <WhenLoaded of={layout}>
              {(places) => (
                <Drawing
                  diagram={diagram}
                  layout={places}
                  label={t('diagram.label', { system: system.name })}
                  selected={selected?.id}
                  onSelect={select}
                  lit={lit}
                  drawing={drawing}
                />
              )}
            </WhenLoaded>
          )}
          {asTable ? undefined : <Legend />}
        </div>
        <aside class="side-pane" aria-label={t('element.label')}>
          {selected === undefined ? (
            <Overview system={system} data={data} />
          ) : (
            <ElementPanel data={data} node={selected} />
          )}
        </aside>
      </div>
    </div>
  );
}

const sizes = ({ structure }: SystemData): Record<string, number> => ({
  assets: structure.assets.length,
  actors: structure.actors.length,
  zones: structure.zones.length,
});

function Legend(): JSX.Element {
  const { t } = useSpeech();
  return (
    <ul class="legend" aria-label={t('legend.label')}>
      <li>
        <svg viewBox="0 0 30 14" aria-hidden="true">
          <rect class="sample boundary" x={1} y={1} width={28} height={12} rx={3} />
        </svg>
        {t('legend.boundary')}
      </li>
      <li>
        <svg viewBox="0 0 30 14" aria-hidden="true">
          <rect class="sample attacker" x={1} y={1} width={28} height={12} rx={6} />
        </svg>
        {t('legend.attacker')}
      </li>
      <li>
        <svg viewBox="0 0 30 14" aria-hidden="true">
          <path class="sample flow" d="M1 7H29" />
        </svg>
        {t('legend.flow')}
      </li>
      <li>
        <svg viewBox="0 0 30 14" aria-hidden="true">
          <path class="sample relation" d="M1 7H29" />
        </svg>
        {t('legend.relation')}
      </li>
      <li>
        <svg viewBox="0 0 30 14" aria-hidden="true">
          <path class="sample goal" d="M8 1h14v12l-7 -4l-7 4z" />
        </svg>
        {t('legend.goal')}
      </li>
    </ul>
  );
}

function Overview({ system, data }: SystemDiagramProps): JSX.Element {
  const { t } = useSpeech();
  const reachable = data.threats.filter((threat) => threat.reachable);
  const gaps = reachable.filter(({ status }) => status === 'gap');
  return (
    <div class="panel">
      <h2>
        <bdi>{system.name}</bdi>
      </h2>
      {system.description === undefined ? undefined : (
        <p>
          <bdi>{system.description}</bdi>
        </p>
      )}
      <dl class="facts">
        <dt>{t('overview.threats')}</dt>
        <dd>{data.threats.length}</dd>
        <dt>{t('overview.reachable')}</dt>
        <dd>{reachable.length}</dd>
        <dt>{t('overview.gaps')}</dt>
        <dd>{gaps.length}</dd>
        <dt>{t('overview.safeguards')}</dt>
        <dd>{data.structure.safeguards.length}</dd>
      </dl>
      <p class="muted">{t('overview.hint')}</p>
    </div>
  );
}
