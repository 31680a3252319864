import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ChangedPath, GoalState, WhatIf } from '../data/answers.ts';
import { loadWhatIf } from '../data/load.ts';
import type { SystemEntry } from '../data/load.ts';
import { useLoaded } from '../data/use-answer.ts';
import { useSpeech } from '../page/messages.tsx';
import { useParam, useRouter } from '../page/router.tsx';
import { Risk } from '../parts/badges.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Search, Switch } from '../parts/fields.tsx';
import { WhenLoaded } from '../parts/loaded.tsx';
import { English, Id, Name } from '../parts/name.tsx';
import { usePaths } from './system-data.ts';
import type { PathsData } from './system-data.ts';
import { changesOf, formatChoice, offeredControls, parseChoice, whatIfTable } from './what-if.ts';
import type { Choice, OfferedControl } from './what-if.ts';

export default function WhatIfView({ system }: { readonly system: SystemEntry }): JSX.Element {
  return <WhenLoaded of={usePaths(system.id)}>{(data) => <Trial system={system} data={data} />}</WhenLoaded>;
}

interface TrialProps {
  readonly system: SystemEntry;
  readonly data: PathsData;
}

function Trial({ system, data }: TrialProps): JSX.Element {
  const speech = useSpeech();
  const { t } = speech;
  const { change, route } = useRouter();
  const text = useParam('q').trim().toLowerCase();
  const offered = useMemo(() => offeredControls(data), [data]);
  const choices = (route.params['on'] ?? []).map(parseChoice);
  const planned = route.params['planned'] ?? [];
  const changes = changesOf(choices, planned, offered);
  const result = useLoaded(
    changes === undefined ? undefined : `${system.id} ${JSON.stringify(changes)}`,
    () => loadWhatIf(system.id, changes ?? { addSafeguards: [], inPlace: [] }),
  );
  const answer = changes !== undefined && result.state === 'ready' ? result.data : null;
  const choose = (next: readonly Choice[]): void => {
    change({ on: next.map(formatChoice) });
  };
  const shown = offered.filter(
    ({ id, name }) => text === '' || id.toLowerCase().includes(text) || name.toLowerCase().includes(text),
  );
  const plannedHere = data.structure.safeguards.filter(({ status }) => status === 'planned');
  return (
    <div class="view what-if-view">
      <div class="toolbar">
        <Search
          label={t('what-if.search')}
          value={useParam('q')}
          onInput={(q) => {
            change({ q });
          }}
        />
        <button
          type="button"
          disabled={changes === undefined}
          onClick={() => {
            change({ on: undefined, planned: undefined });
          }}
        >
          {t('what-if.reset')}
        </button>
        <ExportMenu
          name={`${system.id}-what-if`}
          table={() =>
            whatIfTable(`${system.name}: ${t('nav.what-if')}`, answer ?? unchanged(data), data, speech)
          }
        />
      </div>
      <div class="split wide-side">
        <section class="main-pane" aria-label={t('what-if.result')}>
          <ul class="chosen" aria-label={t('what-if.chosen')}>
            {choices.map((choice) => (
              <li key={choice.control}>
                <button
                  type="button"
                  onClick={() => {
                    choose(choices.filter((each) => each !== choice));
                  }}
                >
                  <English
                    text={offered.find(({ id }) => id === choice.control)?.name ?? choice.control}
                    limit={48}
                  />{' '}
                  <span aria-hidden="true">×</span>
                  <span class="for-readers">{t('what-if.off')}</span>
                </button>
              </li>
            ))}
          </ul>
          {changes === undefined ? (
            <Result data={data} answer={unchanged(data)} untouched />
          ) : (
            <WhenLoaded of={result}>
              {(loaded) => (loaded === null ? t('table.nothing') : <Result data={data} answer={loaded} />)}
            </WhenLoaded>
          )}
        </section>
        <section class="side-pane" aria-label={t('what-if.switches')}>
          <div class="panel">
            {plannedHere.length === 0 ? undefined : (
              <>
                <h2>{t('what-if.planned')}</h2>
                <ul class="switch-list">
                  {plannedHere.map(({ id, name }) => (
                    <li key={id}>
                      <Switch
                        on={planned.includes(id)}
                        onChange={(on) => {
                          change({ planned: on ? [...planned, id] : planned.filter((each) => each !== id) });
                        }}
                      >
                        <Name text={name} limit={70} />
                      </Switch>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <h2>{t('what-if.controls')}</h2>
            <p class="muted">{t('what-if.controls-hint')}</p>
            <ul class="switch-list">
              {shown.map((control) => (
                <li key={control.id}>
                  <ControlSwitch control={control} choices={choices} choose={choose} data={data} />
                </li>
              ))}
            </ul>
            {shown.length === 0 ? <p class="nothing">{t('table.nothing')}</p> : undefined}
          </div>
        </section>
      </div>
    </div>
  );
}

/** As the system is. */
function unchanged({ answer: { goals } }: PathsData): WhatIf {
  return {
    riskBefore: 0,
    riskAfter: 0,
    goals: goals.map((goal) => ({ goal: goal.id, change: 'same', before: goal, after: goal })),
    pathsGone: [],
    pathsNew: [],
    pathsChanged: [],
    threats: [],
  };
}

interface ControlSwitchProps {
  readonly control: OfferedControl;
  readonly choices: readonly Choice[];
  readonly choose: (choices: readonly Choice[]) => void;
  readonly data: PathsData;
}

function ControlSwitch({
  control: { id, name, places, paths },
  choices,
  choose,
  data,
}: ControlSwitchProps): JSX.Element {
  const { t } = useSpeech();
  const choice = choices.find(({ control }) => control === id);
  const others = choices.filter(({ control }) => control !== id);
  const at = choice?.places ?? places;
  return (
    <>
      <Switch
        on={choice !== undefined}
        onChange={(on) => {
          choose(on ? [...others, { control: id }] : others);
        }}
      >
        <English text={name} limit={70} /> <Id text={id} />
        <span class="muted block">{t('what-if.acts-on', { count: paths })}</span>
      </Switch>
      {choice === undefined ? undefined : (
        <fieldset class="places">
          <legend>{t('what-if.places')}</legend>
          {places.map((place) => (
            <label key={place} class="check">
              <input
                type="checkbox"
                checked={at.includes(place)}
                onChange={({ currentTarget: { checked } }) => {
                  const next = places.filter((each) => (each === place ? checked : at.includes(each)));
                  choose([
                    ...others,
                    next.length === places.length ? { control: id } : { control: id, places: next },
                  ]);
                }}
              />
              <Name text={data.nameOf(place)} limit={48} />
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

interface ResultProps {
  readonly data: PathsData;
  readonly answer: WhatIf;
  readonly untouched?: boolean;
}

function Result({ data, answer, untouched = false }: ResultProps): JSX.Element {
  const { t, number, share } = useSpeech();
  const { riskBefore, riskAfter } = answer;
  const less = riskBefore === 0 ? 0 : (riskBefore - riskAfter) / riskBefore;
  return (
    <div class="panel">
      {untouched ? (
        <p class="notice">{t('what-if.untouched')}</p>
      ) : (
        <div class="before-after" role="status">
          <p class="headline">{t('what-if.less', { share: share(less) })}</p>
          <Bar
            label={t('what-if.before')}
            value={riskBefore}
            of={Math.max(riskBefore, riskAfter)}
            shown={number(riskBefore)}
          />
          <Bar
            label={t('what-if.after')}
            value={riskAfter}
            of={Math.max(riskBefore, riskAfter)}
            shown={number(riskAfter)}
          />
          <p class="muted">{t('what-if.risk-meaning')}</p>
        </div>
      )}
      <h2>{t('what-if.goals')}</h2>
      <div class="table-frame" tabIndex={0} role="region" aria-label={t('what-if.goals')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('paths.goal')}</th>
              <th scope="col">{t('what-if.before')}</th>
              <th scope="col">{t('what-if.after')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.goals.map(({ goal, before, after, change }) => (
              <tr key={goal} class={change === 'same' ? undefined : 'changed'}>
                <th scope="row">
                  <Name text={data.goalName(goal)} limit={80} />
                </th>
                <td>
                  <State state={before} />
                </td>
                <td>
                  {change === 'same' && !untouched ? (
                    <span class="muted">{t('what-if.same')}</span>
                  ) : (
                    <State state={after} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <PathList
        data={data}
        head={t('what-if.gone', { count: answer.pathsGone.length })}
        paths={answer.pathsGone}
      />
      <PathList
        data={data}
        head={t('what-if.new', { count: answer.pathsNew.length })}
        paths={answer.pathsNew}
      />
      <PathList
        data={data}
        head={t('what-if.changed', { count: answer.pathsChanged.length })}
        paths={answer.pathsChanged}
      />
    </div>
  );
}

interface BarProps {
  readonly label: string;
  readonly value: number;
  readonly of: number;
  readonly shown: string;
}

function Bar({ label, value, of, shown }: BarProps): JSX.Element {
  return (
    <div class="bar">
      <span>{label}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rail" width={100} height={10} rx={2} />
        <rect class="fill" width={of === 0 ? 0 : (value / of) * 100} height={10} rx={2} />
      </svg>
      <strong>{shown}</strong>
    </div>
  );
}

function State({ state }: { readonly state: GoalState | null }): JSX.Element {
  const { t, share } = useSpeech();
  if (state === null) return <span>–</span>;
  if (!state.reachable) return <span class="badge tint-covered">{t('what-if.out-of-reach')}</span>;
  return (
    <span class="row">
      <Risk level={state.risk} /> {share(state.likelihood)}
    </span>
  );
}

interface PathListProps {
  readonly data: PathsData;
  readonly head: string;
  readonly paths: readonly ChangedPath[];
}

/** More of them tell nothing more. */
const FIRST = 12;

function PathList({ data, head, paths }: PathListProps): JSX.Element | null {
  const { t, share } = useSpeech();
  if (paths.length === 0) return null;
  return (
    <section>
      <h3>{head}</h3>
      <ul class="plain-list changed-paths">
        {paths.slice(0, FIRST).map(({ goal, threats, before, after }) => (
          <li key={`${goal} ${threats.join()}`}>
            <span>
              <Name text={data.goalName(goal)} limit={60} />
              <span class="muted">
                {' '}
                {threats
                  .map((id) => data.threatOf(id)?.asset ?? '')
                  .filter((asset, index, all) => asset !== '' && asset !== all[index - 1])
                  .map((asset, index) => (
                    <span key={index}>
                      {index === 0 ? '' : ' → '}
                      <Name text={data.nameOf(asset)} limit={24} />
                    </span>
                  ))}
              </span>
            </span>
            <span class="number">
              {before === null ? '–' : share(before)} → {after === null ? '–' : share(after)}
            </span>
          </li>
        ))}
      </ul>
      {paths.length > FIRST ? (
        <p class="muted">{t('what-if.more', { count: paths.length - FIRST })}</p>
      ) : undefined}
    </section>
  );
}
