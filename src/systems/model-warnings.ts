/**
 * What is doubtful about a model as a whole. Looked at only where the file has no errors: a misspelt `attacker` is not
 * a model without attackers.
 */
import type { Zone } from '#model/system-model';
import type { Findings } from './findings.ts';
import { chooseGoals, compareImpact } from './goals.ts';
import type { ModelParts } from './normalise.ts';

export function warnAboutModel(model: ModelParts, findings: Findings): void {
  warnAboutAttackers(model, findings);
  warnAboutGoals(model, findings);
  warnAboutIsolatedAssets(model, findings);
  warnAboutHomelessAssets(model, findings);
}

function warnAboutAttackers({ actors }: ModelParts, findings: Findings): void {
  if (actors.some(({ attacker }) => attacker !== 'none')) return;
  findings.add(
    'SYS-040',
    actors.length === 0 ? [] : ['actors'],
    'no actor is an attacker, so no attack can start',
    {
      part: 'key',
      hint: 'add attacker: external, insider, supplier or partner to the actors who may mean harm',
    },
  );
}

function warnAboutGoals(model: ModelParts, findings: Findings): void {
  if (model.goals.length === 0) {
    findings.add('SYS-041', [], 'there is nothing to lose: neither goals nor an asset with a value', {
      part: 'key',
      hint: 'rate what matters, e.g. value: { confidentiality: high }, or state goals',
    });
    return;
  }
  const stated = model.goals.filter(({ origin }) => origin === 'goals');
  if (stated.length < model.goals.length) {
    warnAboutGoalIds(model, findings);
    return;
  }
  const { leftOut } = chooseGoals(stated, model.assets, false);
  if (leftOut.length === 0) return;
  const names = [...leftOut].sort(compareImpact).map(({ id, impact }) => `${id} (${impact})`);
  findings.add(
    'SYS-042',
    ['goals'],
    `goals are stated, so these from "value" are left out: ${names.join(', ')}`,
    {
      part: 'key',
      hint: 'goals-from-value: true takes both',
    },
  );
}

function warnAboutGoalIds({ goals }: ModelParts, findings: Findings): void {
  const fromValue = new Map(goals.filter(({ origin }) => origin === 'value').map((goal) => [goal.id, goal]));
  for (const { id, origin } of goals) {
    const other = fromValue.get(id);
    if (origin === 'value' || other === undefined) continue;
    findings.add(
      'SYS-021',
      ['goals', id],
      `"${id}" is also the goal that follows from the value of "${other.on}"`,
      {
        part: 'key',
        hint: 'give this goal another id',
      },
    );
  }
}

function warnAboutIsolatedAssets({ zones, actors, assets, flows }: ModelParts, findings: Findings): void {
  const isolated = new Set(assets.filter(({ exposure }) => exposure === 'isolated').map(({ id }) => id));
  if (isolated.size === 0) return;
  const zoneOf = new Map([...actors, ...assets].map(({ id, zone }) => [id, zone]));
  const parents = new Map(zones.map((zone: Zone) => [zone.id, zone.in]));
  const isWithin = (zone: string, outer: string): boolean => {
    for (let at: string | undefined = zone; at !== undefined; at = parents.get(at))
      if (at === outer) return true;
    return false;
  };
  for (const [index, { from, to, both }] of flows.entries()) {
    for (const [source, target] of both
      ? ([
          [from, to],
          [to, from],
        ] as const)
      : ([[from, to]] as const)) {
      const sourceZone = zoneOf.get(source);
      const targetZone = zoneOf.get(target);
      if (!isolated.has(target) || sourceZone === undefined || targetZone === undefined) continue;
      if (isWithin(sourceZone, targetZone)) continue;
      const way = source === from ? 'to' : 'from';
      findings.add(
        'SYS-043',
        ['flows', index, way],
        `"${target}" is isolated, but data from zone "${sourceZone}" comes in`,
        {
          hint:
            source === from
              ? 'is the exposure right?'
              : 'by the way back of both: true; is the exposure right?',
        },
      );
    }
  }
}

function warnAboutHomelessAssets({ zones, assets }: ModelParts, findings: Findings): void {
  if (zones.length === 0) return;
  for (const { id, zone, exposure } of assets) {
    if (zone !== undefined || exposure !== 'internal') continue;
    findings.add('SYS-051', ['assets', id], `asset "${id}" stands in no zone, so nobody is inside with it`, {
      part: 'key',
      hint: 'name its zone, or its exposure',
    });
  }
}
