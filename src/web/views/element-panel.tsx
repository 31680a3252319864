import type { JSX } from 'preact';
import type { DiagramNode } from '../diagram/diagram.ts';
import { linkWords } from '../diagram/diagram-table.ts';
import { useSpeech } from '../page/messages.tsx';
import { Link, useRouter } from '../page/router.tsx';
import { Risk } from '../parts/badges.tsx';
import { English, Id, Name } from '../parts/name.tsx';
import type { SystemData } from './system-data.ts';

/** Threats listed; the others are one link away. */
const FIRST = 6;

interface ElementPanelProps {
  readonly data: SystemData;
  readonly node: DiagramNode;
}

/** All there is to say of one asset or actor. */
export function ElementPanel({ data, node }: ElementPanelProps): JSX.Element {
  const { t, share } = useSpeech();
  const { hrefOf, change } = useRouter();
  const threats = data.threats
    .filter(({ asset, reachable }) => reachable && asset === node.id)
    .toSorted((a, b) => b.residualLikelihood - a.residualLikelihood);
  const zone = data.structure.zones.find(({ id }) => id === node.zone);
  const goals = data.structure.goals.filter(({ id }) => node.goals.includes(id));
  return (
    <div class="panel">
      <p class="over" lang={node.type === 'asset' ? 'en' : undefined}>
        {node.type === 'asset' ? node.kind : t(`attacker.${node.attacker}`)}
      </p>
      <h2>
        <Name text={node.name} limit={120} />
      </h2>
      {node.name.length > 120 ? (
        <details class="whole-name">
          <summary>{t('element.whole-name')}</summary>
          <p>
            <bdi>{node.name}</bdi>
          </p>
        </details>
      ) : undefined}
      <dl class="facts">
        <dt>{t('column.id')}</dt>
        <dd>
          <Id text={node.id} />
        </dd>
        {zone === undefined ? undefined : (
          <>
            <dt>{t('column.zone')}</dt>
            <dd>
              <Name text={zone.name} limit={40} /> · {t('diagram.trust', { trust: zone.trust })}
            </dd>
          </>
        )}
        {node.type === 'asset' ? (
          <>
            <dt>{t('element.exposure')}</dt>
            <dd>{t(`exposure.${node.exposure}`)}</dd>
          </>
        ) : undefined}
        {node.type === 'asset' && node.value !== undefined ? (
          <>
            <dt>{t('element.value')}</dt>
            <dd>{t(`level.${node.value}`)}</dd>
          </>
        ) : undefined}
        {node.risk === undefined ? undefined : (
          <>
            <dt>{t('column.residual-risk')}</dt>
            <dd>
              <Risk level={node.risk} />
            </dd>
          </>
        )}
      </dl>
      {goals.length === 0 ? undefined : (
        <section>
          <h3>{t('element.goals')}</h3>
          <ul class="plain-list">
            {goals.map(({ id, name, loss, impact }) => (
              <li key={id}>
                <Link href={hrefOf({ view: 'paths', params: { goal: id } })}>
                  <Name text={name} limit={60} />
                </Link>{' '}
                <span class="muted">
                  {t(`loss.${loss}`)} · {t(`level.${impact}`)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('element.threats', { count: threats.length })}</h3>
        <ul class="plain-list threats">
          {threats.slice(0, FIRST).map((threat) => (
            <li key={threat.id}>
              <Link
                href={hrefOf({ view: 'gaps', params: { asset: node.id, open: threat.id, reach: 'all' } })}
              >
                <Id text={threat.technique} /> <English text={threat.name} limit={60} />
              </Link>
              <span class="row">
                <Risk level={threat.residualRisk} /> {share(threat.residualLikelihood)}
              </span>
            </li>
          ))}
        </ul>
        <p class="row">
          {threats.length > FIRST ? (
            <Link href={hrefOf({ view: 'gaps', params: { asset: node.id } })}>
              {t('element.all-threats')}
            </Link>
          ) : undefined}
          <Link href={hrefOf({ view: 'crosswalk', params: { asset: node.id } })}>
            {t('element.crosswalk')}
          </Link>
        </p>
      </section>
      <Safeguards data={data} node={node} />
      <section>
        <h3>{t('element.links')}</h3>
        <ul class="plain-list">
          {data.diagram.edges.flatMap(({ id, from, to, forth, back }) => {
            if (from !== node.id && to !== node.id) return [];
            const [out, into] = from === node.id ? [forth, back] : [back, forth];
            const other = from === node.id ? to : from;
            return [
              <li key={id}>
                <button
                  type="button"
                  class="plain"
                  onClick={() => {
                    change({ at: other });
                  }}
                >
                  <Name text={data.nameOf(other)} limit={40} />
                </button>
                <span class="muted">
                  {linkWords(out, t).map((word) => ` → ${word}`)}
                  {linkWords(into, t).map((word) => ` ← ${word}`)}
                </span>
              </li>,
            ];
          })}
        </ul>
      </section>
    </div>
  );
}

function Safeguards({ data, node }: ElementPanelProps): JSX.Element | null {
  const { t, share } = useSpeech();
  const here = data.structure.safeguards.filter(({ protects, protectsActors, protectsZones }) =>
    [...protects, ...protectsActors, ...protectsZones].some(({ id }) => id === node.id || id === node.zone),
  );
  if (here.length === 0) return null;
  return (
    <section>
      <h3>{t('element.safeguards')}</h3>
      <ul class="plain-list">
        {here.map(({ id, name, status, effectiveness }) => (
          <li key={id}>
            <Name text={name} limit={60} />{' '}
            <span class="muted">
              {t(`control.${status}`)} · {share(effectiveness)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
