import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { AttackPath, PathStep, Threat } from '../data/answers.ts';
import type { CaseStudy } from '../data/load.ts';
import { useSpeech } from '../page/messages.tsx';
import { Link, useRouter } from '../page/router.tsx';
import { ControlState, Risk, Status } from '../parts/badges.tsx';
import { English, Id, Name } from '../parts/name.tsx';
import { useTactics } from './tactics.ts';
import type { PathsData } from './system-data.ts';

interface StepPanelProps {
  readonly data: PathsData;
  readonly path: AttackPath;
  /** From 1. */
  readonly step: number;
  readonly onStep: (step: number) => void;
  readonly studies: ReadonlyMap<string, CaseStudy>;
}

/** A path as the list of its steps, and the one that is looked at with all that is known of it. */
export function StepPanel({ data, path, step, onStep, studies }: StepPanelProps): JSX.Element {
  const { t, share } = useSpeech();
  const list = useRef<HTMLOListElement>(null);
  const current = path.steps[step - 1];
  const go = (next: number): void => {
    if (next < 1 || next > path.steps.length) return;
    onStep(next);
    list.current?.querySelectorAll('button')[next - 1]?.focus();
  };
  return (
    <div class="panel">
      <p class="over">{t(`loss.${path.loss}`)}</p>
      <h2>
        <Name text={data.goalName(path.goal)} limit={100} /> <span class="muted">#{path.rank}</span>
      </h2>
      <p class="row">
        <Risk level={path.risk} />
        <span>{t('paths.likelihood', { share: share(path.likelihood) })}</span>
      </p>
      <ol
        class="step-list"
        ref={list}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          go(step + by);
        }}
      >
        {path.steps.map((each, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={index + 1 === step ? 'step' : undefined}
              onClick={() => {
                onStep(index + 1);
              }}
            >
              <span class="step-number" aria-hidden="true">
                {index + 1}
              </span>
              <span>
                <English text={data.threatOf(each.threat.id)?.goal ?? each.technique} limit={140} />
                {each.consequence ? <span class="muted"> {t('paths.consequence')}</span> : undefined}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div class="row stepper">
        <button
          type="button"
          disabled={step <= 1}
          onClick={() => {
            onStep(step - 1);
          }}
        >
          ← {t('paths.previous')}
        </button>
        <span role="status">{t('paths.step-of', { step, all: path.steps.length })}</span>
        <button
          type="button"
          disabled={step >= path.steps.length}
          onClick={() => {
            onStep(step + 1);
          }}
        >
          {t('paths.next')} →
        </button>
      </div>
      {current === undefined ? undefined : (
        <StepDetail
          data={data}
          path={path}
          step={current}
          threat={data.threatOf(current.threat.id)}
          studies={studies}
        />
      )}
      <BrokenBy data={data} path={path} />
    </div>
  );
}

interface StepDetailProps {
  readonly data: PathsData;
  readonly path: AttackPath;
  readonly step: PathStep;
  readonly threat: Threat | undefined;
  readonly studies: ReadonlyMap<string, CaseStudy>;
}

function StepDetail({ data, path, step, threat, studies }: StepDetailProps): JSX.Element {
  const { t, share } = useSpeech();
  const { hrefOf } = useRouter();
  const tactics = useTactics();
  const precedent = [...new Set([...step.seenIn, ...(threat?.seenIn ?? [])])];
  return (
    <section class="step-detail">
      <dl class="facts">
        <dt>{t('column.tactic')}</dt>
        <dd>
          <English text={tactics.get(step.tactic) ?? ''} /> <Id text={step.tactic} />
        </dd>
        <dt>{t('column.technique')}</dt>
        <dd>
          <English text={threat?.name ?? ''} /> <Id text={step.technique} />
        </dd>
        <dt>{t('column.at')}</dt>
        <dd>
          <Link href={hrefOf({ view: 'diagram', params: { at: step.asset } })}>
            <Name text={data.nameOf(step.asset)} />
          </Link>
        </dd>
        <dt>{t('paths.needs')}</dt>
        <dd>{step.needs.length === 0 ? t('paths.needs-nothing') : <Facts facts={step.needs} />}</dd>
        <dt>{t('paths.gives')}</dt>
        <dd>
          <Facts facts={step.gives} />
        </dd>
        {step.enabledBy.length === 0 ? undefined : (
          <>
            <dt>{t('paths.enabled-by')}</dt>
            <dd>{step.enabledBy.map((place) => t('paths.step', { step: place + 1 })).join(', ')}</dd>
          </>
        )}
        {threat === undefined ? undefined : (
          <>
            <dt>{t('column.likelihood')}</dt>
            <dd>
              {t('paths.from-to', {
                before: share(threat.likelihood),
                after: share(threat.residualLikelihood),
              })}
              {threat.residualNote === '' ? undefined : (
                <span class="muted block" lang="en">
                  <bdi>{threat.residualNote}</bdi>
                </span>
              )}
            </dd>
            <dt>{t('column.status')}</dt>
            <dd>
              <Status status={threat.status} />
            </dd>
          </>
        )}
      </dl>
      {threat === undefined ? undefined : <Controls threat={threat} />}
      <h3>{t('paths.precedent')}</h3>
      {precedent.length === 0 ? (
        <p class="muted">{t('paths.no-precedent')}</p>
      ) : (
        <ul class="plain-list">
          {precedent.map((id) => (
            <li key={id}>
              <Id text={id} /> <English text={studies.get(id)?.name ?? ''} limit={90} />{' '}
              <span class="muted">
                {step.seenIn.includes(id) ? t('paths.same-transition') : t('paths.same-step')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {threat === undefined ? undefined : (
        <p>
          <Link
            href={hrefOf({
              view: 'gaps',
              params: {
                open: threat.id,
                asset: path.asset === step.asset ? path.asset : step.asset,
                reach: 'all',
              },
            })}
          >
            {t('paths.threat')}
          </Link>
        </p>
      )}
    </section>
  );
}

function Facts({ facts }: { readonly facts: readonly string[] }): JSX.Element {
  return (
    <ul class="chips" lang="en">
      {facts.map((fact) => (
        <li key={fact}>
          <Name text={fact} limit={60} />
        </li>
      ))}
    </ul>
  );
}

/** Controls that act on a threat; those that work first. */
export function Controls({ threat }: { readonly threat: Threat }): JSX.Element {
  const { t, share } = useSpeech();
  const order = ['verified', 'in-place', 'planned', 'absent'];
  const controls = threat.controls.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <>
      <h3>{t('paths.controls')}</h3>
      {controls.length === 0 ? <p class="muted">{t('paths.no-controls')}</p> : undefined}
      <ul class="control-list">
        {controls.map(({ id, name, state, safeguard, effectiveness }) => (
          <li key={`${id} ${safeguard ?? ''}`}>
            <ControlState state={state} />
            <span>
              <English text={name ?? id} limit={70} /> <Id text={id} />
              {safeguard === null ? undefined : (
                <span class="muted">
                  {' '}
                  <Name text={safeguard} limit={40} />
                </span>
              )}
            </span>
            <span class="number">{share(effectiveness)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function BrokenBy({
  data,
  path,
}: {
  readonly data: PathsData;
  readonly path: AttackPath;
}): JSX.Element | null {
  const { t } = useSpeech();
  const { hrefOf } = useRouter();
  if (path.brokenBy.length === 0) return null;
  const names = new Map(data.threats.flatMap(({ controls }) => controls.map(({ id, name }) => [id, name])));
  return (
    <section>
      <h3>{t('paths.broken-by')}</h3>
      <ul class="plain-list">
        {path.brokenBy.map((id) => (
          <li key={id}>
            <Link href={hrefOf({ view: 'what-if', params: { on: id } })}>
              <English text={names.get(id) ?? id} limit={70} /> <Id text={id} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
