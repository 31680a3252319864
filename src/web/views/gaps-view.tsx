import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Threat } from '../data/answers.ts';
import { LEVELS, STATUSES } from '../data/answers.ts';
import { loadExplanation } from '../data/load.ts';
import type { SystemEntry } from '../data/load.ts';
import { useLoaded } from '../data/use-answer.ts';
import { useSpeech } from '../page/messages.tsx';
import { Link, useParam, useRouter } from '../page/router.tsx';
import { Risk, Status } from '../parts/badges.tsx';
import { DataTable, sortRows } from '../parts/data-table.tsx';
import type { Column } from '../parts/data-table.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Search, Select, Switch } from '../parts/fields.tsx';
import { WhenLoaded } from '../parts/loaded.tsx';
import { English, Id, Name } from '../parts/name.tsx';
import { filterThreats, missing, threatTable } from './gaps.ts';
import { formatSorting, parseSorting } from './sorting.ts';
import { Controls } from './step-panel.tsx';
import { useSystem } from './system-data.ts';
import type { SystemData } from './system-data.ts';
import { useTactics } from './tactics.ts';

export default function GapsView({ system }: { readonly system: SystemEntry }): JSX.Element {
  return <WhenLoaded of={useSystem(system.id)}>{(data) => <Gaps system={system} data={data} />}</WhenLoaded>;
}

/** The worst first. */
const FIRST_SORTING = '-risk';

function Gaps({ system, data }: { readonly system: SystemEntry; readonly data: SystemData }): JSX.Element {
  const speech = useSpeech();
  const { t } = speech;
  const { change } = useRouter();
  const tactics = useTactics();
  const filter = {
    asset: useParam('asset'),
    tactic: useParam('tactic'),
    risk: useParam('risk'),
    status: useParam('status'),
    text: useParam('q'),
    unreachable: useParam('reach') === 'all',
  };
  const open = useParam('open');
  const sorting = parseSorting(useParam('sort') || FIRST_SORTING);
  const columns = useColumns(data, open);
  const found = filterThreats(data.threats, filter);
  // A threat that a link names is shown whatever its status.
  const linked = data.threats.find(({ id }) => id === open);
  const rows = sortRows(
    linked === undefined || found.includes(linked) ? found : [linked, ...found],
    columns,
    sorting,
  );
  const assets = useMemo(() => [...new Set(data.threats.map(({ asset }) => asset))].sort(), [data]);
  const used = useMemo(() => [...new Set(data.threats.flatMap((threat) => threat.tactics))].sort(), [data]);
  return (
    <div class="view gaps-view">
      <div class="toolbar">
        <Select
          label={t('column.asset')}
          value={filter.asset}
          any={t('filter.any')}
          options={assets.map((value) => ({ value, label: data.nameOf(value).slice(0, 80) }))}
          onChange={(asset) => {
            change({ asset });
          }}
        />
        <Select
          label={t('column.tactic')}
          value={filter.tactic}
          any={t('filter.any')}
          options={used.map((value) => ({ value, label: `${tactics.get(value) ?? ''} ${value}`.trim() }))}
          onChange={(tactic) => {
            change({ tactic });
          }}
        />
        <Select
          label={t('column.residual-risk')}
          value={filter.risk}
          any={t('filter.any')}
          options={LEVELS.toReversed().map((value) => ({ value, label: t(`level.${value}`) }))}
          onChange={(risk) => {
            change({ risk });
          }}
        />
        <Select
          label={t('column.status')}
          value={filter.status}
          any={t('gaps.open')}
          options={[
            { value: 'all', label: t('filter.any') },
            ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
          onChange={(status) => {
            change({ status });
          }}
        />
        <Search
          label={t('filter.text')}
          value={filter.text}
          onInput={(q) => {
            change({ q });
          }}
        />
        <Switch
          on={filter.unreachable}
          onChange={(on) => {
            change({ reach: on ? 'all' : undefined });
          }}
        >
          {t('gaps.unreachable')}
        </Switch>
        <ExportMenu
          name={`${system.id}-gaps`}
          table={() => threatTable(`${system.name}: ${t('nav.gaps')}`, data, rows, speech)}
        />
      </div>
      <p class="count" role="status">
        {t('gaps.count', { count: found.length, all: data.threats.length })}
      </p>
      <DataTable
        caption={t('nav.gaps')}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        sorting={sorting}
        onSort={(next) => {
          change({ sort: formatSorting(next) });
        }}
        open={open}
        detail={(threat) => <ThreatDetail system={system} data={data} threat={threat} />}
      />
    </div>
  );
}

function useColumns(data: SystemData, open: string): readonly Column<Threat>[] {
  const { t, share } = useSpeech();
  const { change } = useRouter();
  return [
    {
      key: 'name',
      head: t('column.technique'),
      sortBy: ({ technique }) => technique,
      cell: ({ id, name, technique }) => (
        <button
          type="button"
          class="plain"
          aria-expanded={id === open}
          onClick={() => {
            change({ open: id === open ? undefined : id });
          }}
        >
          <span class="twist" aria-hidden="true">
            {id === open ? '▾' : '▸'}
          </span>
          <span>
            <English text={name} limit={60} /> <Id text={technique} />
          </span>
        </button>
      ),
    },
    {
      key: 'asset',
      head: t('column.asset'),
      class: 'place',
      sortBy: ({ asset }) => data.nameOf(asset),
      cell: ({ asset }) => <Name text={data.nameOf(asset)} limit={40} />,
    },
    {
      key: 'does',
      head: t('column.does'),
      class: 'wide',
      cell: ({ goal }) => <English text={goal} limit={180} />,
    },
    {
      key: 'risk',
      head: t('column.residual-risk'),
      sortBy: ({ residualRisk, residualLikelihood }) => LEVELS.indexOf(residualRisk) + residualLikelihood / 2,
      cell: ({ residualRisk }) => <Risk level={residualRisk} />,
    },
    {
      key: 'likelihood',
      head: t('column.likelihood'),
      class: 'number',
      sortBy: ({ residualLikelihood }) => residualLikelihood,
      cell: ({ residualLikelihood }) => share(residualLikelihood),
    },
    {
      key: 'status',
      head: t('column.status'),
      sortBy: ({ status }) => STATUSES.indexOf(status),
      cell: ({ status }) => <Status status={status} />,
    },
    {
      key: 'controls',
      head: t('column.missing-controls'),
      class: 'number',
      sortBy: (threat) => missing(threat).length,
      cell: (threat) => missing(threat).length,
    },
  ];
}

interface ThreatDetailProps {
  readonly system: SystemEntry;
  readonly data: SystemData;
  readonly threat: Threat;
}

function ThreatDetail({ system, data, threat }: ThreatDetailProps): JSX.Element {
  const { t } = useSpeech();
  const { hrefOf } = useRouter();
  const explained = useLoaded(threat.id, () => loadExplanation(system.id, threat.id));
  return (
    <div class="threat-detail">
      <div>
        <h2>
          <English text={threat.goal} />
        </h2>
        {threat.accepted === null ? undefined : (
          <p class="notice">
            {t('gaps.accepted', { by: threat.accepted.by, until: threat.accepted.until })}{' '}
            <bdi>{threat.accepted.reason}</bdi>
          </p>
        )}
        <WhenLoaded of={explained}>
          {(text) => (
            <pre class="explanation" lang="en" tabIndex={0} aria-label={t('gaps.explanation')}>
              <bdi>{text}</bdi>
            </pre>
          )}
        </WhenLoaded>
        <p class="row">
          <Link href={hrefOf({ view: 'diagram', params: { at: threat.asset } })}>{t('gaps.in-diagram')}</Link>
          <Link href={hrefOf({ view: 'paths', params: { through: threat.asset, q: threat.technique } })}>
            {t('gaps.on-paths')}
          </Link>
          <Link href={hrefOf({ view: 'crosswalk', params: { asset: threat.asset, threat: threat.id } })}>
            {t('element.crosswalk')}
          </Link>
        </p>
      </div>
      <div>
        <dl class="facts">
          <dt>{t('column.threat')}</dt>
          <dd>
            <Id text={threat.id} />
          </dd>
          <dt>{t('column.asset')}</dt>
          <dd>
            <Name text={data.nameOf(threat.asset)} limit={120} />
          </dd>
          {threat.owasp.length === 0 ? undefined : (
            <>
              <dt>{t('column.owasp')}</dt>
              <dd>{threat.owasp.join(', ')}</dd>
            </>
          )}
          {threat.nistAml.length === 0 ? undefined : (
            <>
              <dt>{t('column.nist-aml')}</dt>
              <dd>{threat.nistAml.join(', ')}</dd>
            </>
          )}
          {threat.evidence.length === 0 ? undefined : (
            <>
              <dt>{t('column.evidence')}</dt>
              <dd>
                {threat.evidence.map(({ id, metric, value, state }) => (
                  <span key={id} class="block">
                    <Name text={id} limit={40} /> · {metric} {value} · {t(`evidence.${state}`)}
                  </span>
                ))}
              </dd>
            </>
          )}
        </dl>
        <Controls threat={threat} />
      </div>
    </div>
  );
}
