import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ControlsAnswer, RequirementRecord } from '../data/answers.ts';
import { loadControls, loadRequirements } from '../data/load.ts';
import type { SystemEntry } from '../data/load.ts';
import { useLoaded } from '../data/use-answer.ts';
import { useSpeech } from '../page/messages.tsx';
import { useParam, useRouter } from '../page/router.tsx';
import { ControlState, Risk } from '../parts/badges.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Select } from '../parts/fields.tsx';
import { WhenLoaded } from '../parts/loaded.tsx';
import { English, Id } from '../parts/name.tsx';
import { crosswalkOf, crosswalkTable, narrowed } from './crosswalk.ts';
import { useSystem } from './system-data.ts';
import type { SystemData } from './system-data.ts';

interface Frame {
  readonly controls: ControlsAnswer['controls'];
  readonly requirements: readonly RequirementRecord[];
}

export default function CrosswalkView({ system }: { readonly system: SystemEntry }): JSX.Element {
  return (
    <WhenLoaded of={useSystem(system.id)}>
      {(data) => <WithFrameworks system={system} data={data} />}
    </WhenLoaded>
  );
}

interface CrosswalkProps {
  readonly system: SystemEntry;
  readonly data: SystemData;
}

function WithFrameworks({ system, data }: CrosswalkProps): JSX.Element {
  const loaded = useLoaded(system.id, async (): Promise<Frame> => {
    const ids = new Set(data.threats.flatMap(({ controls }) => controls.map(({ id }) => id)));
    const [controls, requirements] = await Promise.all([loadControls([...ids].sort()), loadRequirements()]);
    return { controls, requirements };
  });
  return (
    <WhenLoaded of={loaded}>{(frame) => <Chain system={system} data={data} frame={frame} />}</WhenLoaded>
  );
}

function Chain({ system, data, frame }: CrosswalkProps & { readonly frame: Frame }): JSX.Element {
  const speech = useSpeech();
  const { t } = speech;
  const { change } = useRouter();
  const exposed = useMemo(
    () => [...new Set(data.threats.filter(({ reachable }) => reachable).map(({ asset }) => asset))].sort(),
    [data],
  );
  const wanted = useParam('asset');
  const asset = wanted === '' ? (exposed[0] ?? '') : wanted;
  const choice = {
    threat: useParam('threat'),
    control: useParam('control'),
    requirement: useParam('requirement'),
  };
  const crosswalk = useMemo(() => {
    const threats = data.threats
      .filter((threat) => threat.asset === asset && (threat.reachable || threat.id === choice.threat))
      .toSorted((a, b) => b.residualLikelihood - a.residualLikelihood);
    return crosswalkOf(threats, frame.controls, frame.requirements);
  }, [data, frame, asset, choice.threat]);
  const left = narrowed(crosswalk, choice);
  return (
    <div class="view crosswalk-view">
      <div class="toolbar">
        <Select
          label={t('column.asset')}
          value={asset}
          options={(exposed.includes(asset) || asset === '' ? exposed : [asset, ...exposed]).map((value) => ({
            value,
            label: data.nameOf(value).slice(0, 80),
          }))}
          onChange={(next) => {
            change({ asset: next, threat: undefined, control: undefined, requirement: undefined });
          }}
        />
        <p class="count">{t('crosswalk.hint')}</p>
        <ExportMenu
          name={`${system.id}-crosswalk`}
          table={() => crosswalkTable(`${system.name}: ${t('nav.crosswalk')}`, crosswalk, asset, speech)}
        />
      </div>
      <div class="chain">
        <Column head={t('crosswalk.threats')} count={left.threats.length}>
          {left.threats.map(({ id, name, technique, residualRisk, owasp, nistAml }) => (
            <Item
              key={id}
              chosen={id === choice.threat}
              onChoose={(on) => {
                change({ threat: on ? id : undefined, control: undefined, requirement: undefined });
              }}
            >
              <span>
                <English text={name} limit={80} /> <Id text={technique} />
              </span>
              <span class="row">
                <Risk level={residualRisk} />
                <span class="muted" lang="en">
                  {[...owasp, ...nistAml].join(', ')}
                </span>
              </span>
            </Item>
          ))}
        </Column>
        <Column head={t('crosswalk.controls')} count={left.controls.length}>
          {left.controls.map(({ id, name, state }) => (
            <Item
              key={id}
              chosen={id === choice.control}
              onChoose={(on) => {
                change({ control: on ? id : undefined, requirement: undefined });
              }}
            >
              <span>
                <English text={name} limit={80} /> <Id text={id} />
              </span>
              <ControlState state={state} />
            </Item>
          ))}
        </Column>
        <Column head="NIST AI RMF" count={left.requirements.length}>
          {left.requirements.map(({ key, id, name }) => (
            <Item
              key={key}
              chosen={key === choice.requirement}
              onChoose={(on) => {
                change({ requirement: on ? key : undefined });
              }}
            >
              <strong>{id}</strong>
              {name === id ? undefined : <English text={name} limit={100} />}
            </Item>
          ))}
        </Column>
        <Column head="ISO/IEC 23894" count={left.clauses.length}>
          {left.clauses.map(({ key, id, name }) => (
            <li key={key} class="end">
              <strong>{id}</strong> {name === id ? undefined : <English text={name} limit={100} />}
            </li>
          ))}
        </Column>
      </div>
    </div>
  );
}

interface ColumnProps {
  readonly head: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

function Column({ head, count, children }: ColumnProps): JSX.Element {
  const { t } = useSpeech();
  return (
    <section class="chain-column" aria-label={head} tabIndex={0}>
      <h2>
        {head} <span class="muted">{count}</span>
      </h2>
      {count === 0 ? <p class="nothing">{t('crosswalk.nothing')}</p> : <ul>{children}</ul>}
    </section>
  );
}

interface ItemProps {
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly children: ComponentChildren;
}

function Item({ chosen, onChoose, children }: ItemProps): JSX.Element {
  return (
    <li>
      <button
        type="button"
        class="chain-item"
        aria-pressed={chosen}
        onClick={() => {
          onChoose(!chosen);
        }}
      >
        {children}
      </button>
    </li>
  );
}
