/**
 * Controls to try, where they would act, and how a choice of them is written in an address.
 */
import type { ThreatControl, WhatIf, WhatIfChanges } from '../data/answers.ts';
import type { Cell, Table } from '../export/table.ts';
import type { Speech } from '../page/messages.tsx';
import type { PathsData } from './system-data.ts';

export interface OfferedControl {
  readonly id: string;
  readonly name: string;
  /** Assets and actors where it would act on a step of a path, by id. */
  readonly places: readonly string[];
  /** How many of the paths it acts on. */
  readonly paths: number;
}

/** Controls that are not in place and act on a path; first those that act on most of them. */
export function offeredControls({
  answer,
  threatOf,
}: Pick<PathsData, 'answer' | 'threatOf'>): readonly OfferedControl[] {
  const found = new Map<string, { name: string; places: Set<string>; paths: Set<object> }>();
  for (const path of answer.paths) {
    for (const { threat, asset } of path.steps) {
      for (const { id, name, state } of threatOf(threat.id)?.controls ?? []) {
        if (!isMissing(state)) continue;
        const entry = found.get(id) ?? {
          name: name ?? id,
          places: new Set<string>(),
          paths: new Set<object>(),
        };
        entry.places.add(asset);
        entry.paths.add(path);
        found.set(id, entry);
      }
    }
  }
  return [...found]
    .map(([id, { name, places, paths }]) => ({ id, name, places: [...places].sort(), paths: paths.size }))
    .sort((a, b) => b.paths - a.paths || (a.id < b.id ? -1 : 1));
}

const isMissing = (state: ThreatControl['state']): boolean => state === 'absent' || state === 'planned';

/** A control that is tried. */
export interface Choice {
  readonly control: string;
  /** Absent: at every place that is offered. */
  readonly places?: readonly string[];
}

const PLACES = '@';
const AND = '~';

/** `AML.M0020`, or `AML.M0020@bot~crm` for some places only. */
export function formatChoice({ control, places }: Choice): string {
  return places === undefined ? control : `${control}${PLACES}${places.join(AND)}`;
}

export function parseChoice(text: string): Choice {
  const at = text.indexOf(PLACES);
  if (at === -1) return { control: text };
  return {
    control: text.slice(0, at),
    places: text
      .slice(at + 1)
      .split(AND)
      .filter((place) => place !== ''),
  };
}

/** What to ask the server; undefined where nothing would change. Choices of controls that are not offered are left out. */
export function changesOf(
  choices: readonly Choice[],
  planned: readonly string[],
  offered: readonly OfferedControl[],
): WhatIfChanges | undefined {
  const addSafeguards = choices.flatMap(({ control, places }) => {
    const offer = offered.find(({ id }) => id === control);
    const on = offer?.places.filter((place) => places?.includes(place) ?? true) ?? [];
    return on.length === 0
      ? []
      : [{ id: `try-${control.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`, implements: [control], on }];
  });
  return addSafeguards.length + planned.length === 0 ? undefined : { addSafeguards, inPlace: planned };
}

export function whatIfTable(
  title: string,
  { goals }: WhatIf,
  { goalName }: Pick<PathsData, 'goalName'>,
  { t }: Speech,
): Table {
  return {
    title,
    columns: [
      t('paths.goal'),
      t('what-if.likelihood-before'),
      t('what-if.likelihood-after'),
      t('what-if.risk-before'),
      t('what-if.risk-after'),
      t('what-if.change'),
    ],
    rows: goals.map(({ goal, change, before, after }): readonly Cell[] => [
      goalName(goal),
      before?.likelihood ?? null,
      after?.likelihood ?? null,
      before === null ? null : t(`level.${before.risk}`),
      after === null ? null : t(`level.${after.risk}`),
      change,
    ]),
  };
}
