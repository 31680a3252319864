import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { AttackPath } from '../data/answers.ts';
import { LEVELS } from '../data/answers.ts';
import { loadCaseStudies } from '../data/load.ts';
import type { SystemEntry } from '../data/load.ts';
import { useLoaded } from '../data/use-answer.ts';
import { Drawing } from '../diagram/drawing.tsx';
import { MOST_DRAWN, useLayout } from '../diagram/use-layout.ts';
import { elementPicture } from '../export/element-picture.ts';
import { pagePalette } from '../export/palette.ts';
import { useSpeech } from '../page/messages.tsx';
import { Link, useParam, useRouter } from '../page/router.tsx';
import { Risk } from '../parts/badges.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Search, Select } from '../parts/fields.tsx';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Name } from '../parts/name.tsx';
import { drawnSteps, filterPaths, pathId, pathTable } from './paths.ts';
import { StepPanel } from './step-panel.tsx';
import { usePaths } from './system-data.ts';
import type { PathsData } from './system-data.ts';

export default function PathsView({ system }: { readonly system: SystemEntry }): JSX.Element {
  return <WhenLoaded of={usePaths(system.id)}>{(data) => <Paths system={system} data={data} />}</WhenLoaded>;
}

interface PathsProps {
  readonly system: SystemEntry;
  readonly data: PathsData;
}

function Paths({ system, data }: PathsProps): JSX.Element {
  const { t, share } = useSpeech();
  const { change, hrefOf, route } = useRouter();
  const { answer, goalName, nameOf } = data;
  const filter = {
    goal: useParam('goal'),
    risk: useParam('risk'),
    through: useParam('through'),
    text: useParam('q'),
  };
  const shown = filterPaths(data, filter);
  const wanted = useParam('path');
  const path = answer.paths.find((each) => pathId(each) === wanted) ?? shown[0];
  const step = Math.min(Math.max(1, Number(useParam('step')) || 1), path?.steps.length ?? 1);
  const studies = useLoaded(system.id, () => loadCaseStudies(precedents(data)));
  const goTo = (next: number): void => {
    if (path !== undefined) change({ path: pathId(path), step: String(next) });
  };
  const places = [...new Set(answer.paths.flatMap(({ steps }) => steps.map(({ asset }) => asset)))].sort();

  return (
    <div class="view paths-view">
      <div class="toolbar">
        <Select
          label={t('paths.goal')}
          value={filter.goal}
          any={t('filter.any')}
          options={answer.goals.map(({ id }) => ({ value: id, label: goalName(id).slice(0, 80) }))}
          onChange={(goal) => {
            change({ goal });
          }}
        />
        <Select
          label={t('column.risk')}
          value={filter.risk}
          any={t('filter.any')}
          options={LEVELS.toReversed().map((level) => ({ value: level, label: t(`level.${level}`) }))}
          onChange={(risk) => {
            change({ risk });
          }}
        />
        <Select
          label={t('paths.through')}
          value={filter.through}
          any={t('filter.any')}
          options={places.map((id) => ({ value: id, label: nameOf(id).slice(0, 80) }))}
          onChange={(through) => {
            change({ through });
          }}
        />
        <Search
          label={t('filter.text')}
          value={filter.text}
          onInput={(q) => {
            change({ q });
          }}
        />
        <ExportPaths {...{ system, data, shown, path }} />
      </div>
      <div class="three">
        <nav class="list-pane" aria-label={t('paths.list')}>
          <p class="count" role="status">
            {t('paths.count', { count: shown.length, all: answer.paths.length })}
          </p>
          <ol class="path-list">
            {shown.map((each) => {
              const id = pathId(each);
              return (
                <li key={id}>
                  <Link
                    href={hrefOf({ params: { ...route.params, path: id, step: '1' } })}
                    aria-current={path === each ? 'true' : undefined}
                  >
                    <span class="path-goal">
                      <Name text={goalName(each.goal)} limit={60} />
                      <span class="muted">#{each.rank}</span>
                    </span>
                    <span class="row">
                      <Risk level={each.risk} />
                      <span>{share(each.likelihood)}</span>
                      <span class="muted">{t('paths.steps', { count: each.steps.length })}</span>
                    </span>
                    <span class="muted route">
                      {each.steps
                        .map(({ asset }) => asset)
                        .filter((asset, index, all) => asset !== all[index - 1])
                        .map((asset, index) => (
                          <span key={index}>
                            {index === 0 ? '' : ' → '}
                            <Name text={nameOf(asset)} limit={22} />
                          </span>
                        ))}
                    </span>
                  </Link>
                </li>
              );
            })}
          </ol>
        </nav>
        <div class="main-pane">
          <PathDrawing {...{ system, data, path, step, goTo }} />
        </div>
        <section class="side-pane" aria-label={t('paths.detail')}>
          {path === undefined ? (
            <p class="nothing">{t('paths.none')}</p>
          ) : (
            <StepPanel
              data={data}
              path={path}
              step={step}
              onStep={goTo}
              studies={studies.state === 'ready' ? studies.data : new Map()}
            />
          )}
        </section>
      </div>
    </div>
  );
}

/** Case studies that show a step of a path, or the way from one to the next. */
function precedents({ answer, threatOf }: PathsData): readonly string[] {
  const steps = answer.paths.flatMap((each) => each.steps);
  return steps.flatMap(({ seenIn, threat }) => [...seenIn, ...(threatOf(threat.id)?.seenIn ?? [])]);
}

interface PathDrawingProps extends PathsProps {
  readonly path: AttackPath | undefined;
  readonly step: number;
  readonly goTo: (step: number) => void;
}

/** So that the exporting toolbar, which is drawn beside it, finds the drawing. */
const DRAWING = 'path-drawing';

function PathDrawing({ system, data, path, step, goTo }: PathDrawingProps): JSX.Element {
  const { t } = useSpeech();
  const { diagram, goalName } = data;
  const layout = useLayout(system.id, diagram);
  const drawing = useRef<SVGGElement>(null);
  const steps = useMemo(() => (path === undefined ? [] : drawnSteps(path, step)), [path, step]);
  const lit = useMemo(
    () => (path === undefined ? undefined : new Set(steps.map(({ at }) => at))),
    [path, steps],
  );
  if (diagram.nodes.length > MOST_DRAWN) {
    return <p class="notice">{t('diagram.too-large', { count: diagram.nodes.length, most: MOST_DRAWN })}</p>;
  }
  return (
    <div id={DRAWING} class="drawing-holder">
      <WhenLoaded of={layout}>
        {(places) => (
          <Drawing
            diagram={diagram}
            layout={places}
            label={t('paths.drawing', { goal: path === undefined ? '' : goalName(path.goal).slice(0, 120) })}
            lit={lit}
            steps={steps}
            drawing={drawing}
            onSelect={(id) => {
              const next = path?.steps.findIndex(({ asset }) => asset === id) ?? -1;
              if (next !== -1) goTo(next + 1);
            }}
          />
        )}
      </WhenLoaded>
    </div>
  );
}

interface ExportPathsProps extends PathsProps {
  readonly shown: readonly AttackPath[];
  readonly path: AttackPath | undefined;
}

function ExportPaths({ system, data, shown, path }: ExportPathsProps): JSX.Element {
  const speech = useSpeech();
  const layout = useLayout(system.id, data.diagram);
  const picture = (): string => {
    const drawing = document.querySelector<SVGGElement>(`#${DRAWING} svg > g`);
    if (layout.state !== 'ready' || drawing === null) throw new Error(speech.t('page.loading'));
    const title = path === undefined ? system.name : `${data.goalName(path.goal)} #${path.rank}`;
    return elementPicture(drawing, { ...layout.data, title, background: pagePalette().background });
  };
  return (
    <ExportMenu
      name={`${system.id}-paths`}
      table={() => pathTable(system.name, data, shown, speech)}
      picture={data.diagram.nodes.length > MOST_DRAWN ? undefined : picture}
    />
  );
}
