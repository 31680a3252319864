import type { Threat } from '../data/answers.ts';
import type { Cell, Table } from '../export/table.ts';
import type { Speech } from '../page/messages.tsx';
import type { SystemData } from './system-data.ts';

export interface ThreatFilter {
  readonly asset: string;
  readonly tactic: string;
  /** Residual. */
  readonly risk: string;
  /** Empty: gaps and what is covered in part; `all`: whatever the status. */
  readonly status: string;
  readonly text: string;
  /** Threats that no attacker of the model gets to as well. */
  readonly unreachable: boolean;
}

export function filterThreats(threats: readonly Threat[], filter: ThreatFilter): readonly Threat[] {
  const text = filter.text.trim().toLowerCase();
  const statusFits = ({ status }: Threat): boolean =>
    filter.status === 'all' ||
    (filter.status === '' ? status === 'gap' || status === 'partly-covered' : status === filter.status);
  return threats.filter(
    (threat) =>
      statusFits(threat) &&
      (filter.unreachable || threat.reachable) &&
      (filter.asset === '' || threat.asset === filter.asset) &&
      (filter.tactic === '' || threat.tactics.includes(filter.tactic)) &&
      (filter.risk === '' || threat.residualRisk === filter.risk) &&
      (text === '' ||
        [threat.id, threat.name, threat.goal, threat.technique, threat.asset, threat.rule].some((field) =>
          field.toLowerCase().includes(text),
        )),
  );
}

export function threatTable(
  title: string,
  { nameOf }: SystemData,
  threats: readonly Threat[],
  { t }: Speech,
): Table {
  return {
    title,
    columns: [
      t('column.threat'),
      t('column.asset'),
      t('column.technique'),
      t('column.name'),
      t('column.tactic'),
      t('column.does'),
      t('column.residual-risk'),
      t('column.residual-likelihood'),
      t('column.status'),
      t('column.reachable'),
      t('column.missing-controls'),
      t('column.owasp'),
    ],
    rows: threats.map((threat): readonly Cell[] => [
      threat.id,
      nameOf(threat.asset),
      threat.technique,
      threat.name,
      threat.tactics.join(' '),
      threat.goal,
      t(`level.${threat.residualRisk}`),
      threat.residualLikelihood,
      t(`status.${threat.status}`),
      threat.reachable,
      missing(threat).join(' '),
      threat.owasp.join(' '),
    ]),
  };
}

/** Ids of controls that would act on it and do not work yet. */
export function missing({ controls }: Threat): readonly string[] {
  return controls.filter(({ state }) => state === 'absent' || state === 'planned').map(({ id }) => id);
}
