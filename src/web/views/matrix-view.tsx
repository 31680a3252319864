import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CatalogueAnswer } from '../data/answers.ts';
import { loadCatalogue, loadCoverage, loadThreats } from '../data/load.ts';
import type { SystemEntry } from '../data/load.ts';
import { useLoaded } from '../data/use-answer.ts';
import { pagePalette } from '../export/palette.ts';
import { useSpeech } from '../page/messages.tsx';
import { Link, useParam, useRouter } from '../page/router.tsx';
import { Risk, Status } from '../parts/badges.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Select, Switch } from '../parts/fields.tsx';
import { WhenLoaded } from '../parts/loaded.tsx';
import { English, Id, Name } from '../parts/name.tsx';
import { CELL_MARKS, CELL_STATES, MATRICES, matrixCounts, matrixOf, matrixTable } from './matrix.ts';
import type { MatrixCell, MatrixColumn } from './matrix.ts';
import { matrixPicture } from './matrix-picture.ts';
import { useSystem } from './system-data.ts';
import type { SystemData } from './system-data.ts';

interface MatrixData {
  readonly edition: string;
  readonly columns: readonly MatrixColumn[];
}

const TITLES: Readonly<Record<string, string>> = {
  atlas: 'MITRE ATLAS',
  'attack-enterprise': 'MITRE ATT&CK Enterprise',
};

export default function MatrixView({ system }: { readonly system: SystemEntry }): JSX.Element {
  const wanted = useParam('framework');
  const framework = MATRICES.find((each) => each === wanted) ?? MATRICES[0];
  const loaded = useLoaded(`${system.id} ${framework}`, async (): Promise<MatrixData> => {
    const [{ frameworks, coverage }, threats] = await Promise.all([
      loadCoverage(system.id),
      loadThreats(system.id),
    ]);
    const edition = frameworks.find(({ id }) => id === framework)?.edition;
    if (edition === undefined) return { edition: '', columns: [] };
    const catalogue: CatalogueAnswer = await loadCatalogue(framework, edition);
    const rows = coverage.filter((row) => row.framework === framework && row.edition === edition);
    return { edition, columns: matrixOf(catalogue, rows, threats) };
  });
  const system_ = useSystem(system.id);
  return (
    <WhenLoaded of={loaded}>
      {(matrix) => (
        <WhenLoaded of={system_}>
          {(data) => <Matrix system={system} framework={framework} matrix={matrix} data={data} />}
        </WhenLoaded>
      )}
    </WhenLoaded>
  );
}

interface MatrixProps {
  readonly system: SystemEntry;
  readonly framework: string;
  readonly matrix: MatrixData;
  readonly data: SystemData;
}

function Matrix({ system, framework, matrix: { edition, columns }, data }: MatrixProps): JSX.Element {
  const speech = useSpeech();
  const { t } = speech;
  const { change } = useRouter();
  const onlyApplicable = useParam('only') === 'applicable';
  const parts = useParam('parts') === 'yes';
  const open = useParam('technique');
  const counts = useMemo(() => matrixCounts(columns), [columns]);
  const title = `${TITLES[framework] ?? framework} ${edition}`;
  const legend = CELL_STATES.map((state) => ({ state, label: t(`matrix.state.${state}`) }));
  const shown = useMemo(
    () => (onlyApplicable ? columns.map(applicable).filter(({ cells }) => cells.length > 0) : columns),
    [columns, onlyApplicable],
  );
  const opened = columns
    .flatMap(({ cells }) => cells.flatMap((cell) => [cell, ...cell.parts]))
    .find(({ technique }) => technique === open);
  return (
    <div class="view matrix-view">
      <div class="toolbar">
        <Select
          label={t('matrix.framework')}
          value={framework}
          options={MATRICES.map((value) => ({ value, label: TITLES[value] ?? value }))}
          onChange={(next) => {
            change({ framework: next, technique: undefined });
          }}
        />
        <Switch
          on={onlyApplicable}
          onChange={(on) => {
            change({ only: on ? 'applicable' : undefined });
          }}
        >
          {t('matrix.only-applicable')}
        </Switch>
        <Switch
          on={parts}
          onChange={(on) => {
            change({ parts: on ? 'yes' : undefined });
          }}
        >
          {t('matrix.parts')}
        </Switch>
        <ExportMenu
          name={`${system.id}-${framework}`}
          table={() => matrixTable(`${system.name}: ${title}`, shown, speech)}
          picture={() => matrixPicture(`${system.name}: ${title}`, shown, legend, pagePalette())}
        />
      </div>
      <ul class="legend" aria-label={t('legend.label')}>
        {CELL_STATES.map((state) => (
          <li key={state}>
            <span class={`swatch cell-${state}`} aria-hidden="true">
              {CELL_MARKS[state]}
            </span>
            {t(`matrix.state.${state}`)} <strong>{counts[state]}</strong>
          </li>
        ))}
        <li>
          <span class="swatch" aria-hidden="true">
            ✓
          </span>
          {t('matrix.evidenced')} <strong>{counts.evidenced}</strong>
        </li>
        <li class="hint">{t('matrix.hint')}</li>
      </ul>
      <div class={opened === undefined ? 'split alone' : 'split'}>
        <div class="main-pane matrix-frame" tabIndex={0} role="region" aria-label={title}>
          <div class="matrix">
            {shown.map(({ tactic, name, cells }) => (
              <section key={tactic} class="tactic" aria-labelledby={`tactic-${tactic}`}>
                <h2 id={`tactic-${tactic}`}>
                  <English text={name} />
                  <span class="muted">{t('matrix.count', { count: cells.length })}</span>
                </h2>
                <ul>
                  {cells.map((cell) => (
                    <li key={cell.technique}>
                      <Cell cell={cell} open={open} />
                      {parts && cell.parts.length > 0 ? (
                        <ul>
                          {cell.parts.map((part) => (
                            <li key={part.technique}>
                              <Cell cell={part} open={open} />
                            </li>
                          ))}
                        </ul>
                      ) : undefined}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </div>
        {opened === undefined ? undefined : (
          <aside class="side-pane" aria-label={t('matrix.detail')}>
            <TechniquePanel cell={opened} data={data} />
          </aside>
        )}
      </div>
    </div>
  );
}

function applicable({ cells, ...column }: MatrixColumn): MatrixColumn {
  const applies = ({ state }: MatrixCell): boolean => state !== 'outside' && state !== 'uncatalogued';
  return {
    ...column,
    cells: cells
      .filter((cell) => applies(cell) || cell.parts.some(applies))
      .map((cell) => ({ ...cell, parts: cell.parts.filter(applies) })),
  };
}

function Cell({ cell, open }: { readonly cell: MatrixCell; readonly open: string }): JSX.Element {
  const { t } = useSpeech();
  const { change } = useRouter();
  const isOpen = cell.technique === open;
  return (
    <button
      type="button"
      class={`cell cell-${cell.state}`}
      aria-pressed={isOpen}
      onClick={() => {
        change({ technique: isOpen ? undefined : cell.technique });
      }}
    >
      <span class="cell-mark" aria-hidden="true">
        {CELL_MARKS[cell.state]}
        {cell.evidenced ? '✓' : ''}
      </span>
      <English text={cell.name} limit={70} />
      <span class="for-readers">
        {t(`matrix.state.${cell.state}`)}
        {cell.evidenced ? `, ${t('matrix.evidenced')}` : ''}
      </span>
    </button>
  );
}

function TechniquePanel({
  cell,
  data,
}: {
  readonly cell: MatrixCell;
  readonly data: SystemData;
}): JSX.Element {
  const { t, share } = useSpeech();
  const { hrefOf } = useRouter();
  const of = new Set([cell.technique, ...cell.parts.map(({ technique }) => technique)]);
  const threats = data.threats.filter(({ technique }) => of.has(technique));
  return (
    <div class="panel">
      <p class="over">
        <Id text={cell.technique} />
      </p>
      <h2>
        <English text={cell.name} />
      </h2>
      <p class="row">
        <span class={`badge cell-${cell.state}`}>
          <span aria-hidden="true">{CELL_MARKS[cell.state]}</span>
          {t(`matrix.state.${cell.state}`)}
        </span>
        {cell.evidenced ? <span class="badge">✓ {t('matrix.evidenced')}</span> : undefined}
      </p>
      <h3>{t('matrix.threats', { count: threats.length })}</h3>
      <ul class="plain-list threats">
        {threats.map((threat) => (
          <li key={threat.id}>
            <Link
              href={hrefOf({ view: 'gaps', params: { open: threat.id, asset: threat.asset, reach: 'all' } })}
            >
              <Name text={data.nameOf(threat.asset)} limit={50} />
            </Link>
            <English text={threat.goal} limit={160} />
            <span class="row">
              <Status status={threat.status} /> <Risk level={threat.residualRisk} />{' '}
              {share(threat.residualLikelihood)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
