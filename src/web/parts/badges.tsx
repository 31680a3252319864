import type { JSX } from 'preact';
import type { Level } from '#model/system-model';
import { LEVELS } from '../data/answers.ts';
import type { Threat, ThreatControl } from '../data/answers.ts';
import { useSpeech } from '../page/messages.tsx';

/** A level by colour, by word, and by how many of four marks are full. */
export function Risk({ level }: { readonly level: Level }): JSX.Element {
  const { t } = useSpeech();
  const full = LEVELS.indexOf(level) + 1;
  return (
    <span class={`badge tint-${level}`}>
      <svg class="pips" viewBox="0 0 22 8" aria-hidden="true">
        {LEVELS.map((each, index) => (
          <rect
            key={each}
            class={index < full ? 'full' : 'empty'}
            x={index * 6}
            y={0}
            width={4}
            height={8}
            rx={1}
          />
        ))}
      </svg>
      {t(`level.${level}`)}
    </span>
  );
}

const STATUS_MARKS: Readonly<Record<Threat['status'], string>> = {
  gap: '○',
  'partly-covered': '◐',
  covered: '●',
  accepted: '◇',
};

export function Status({ status }: { readonly status: Threat['status'] }): JSX.Element {
  const { t } = useSpeech();
  return (
    <span class={`badge tint-${status}`}>
      <span aria-hidden="true">{STATUS_MARKS[status]}</span>
      {t(`status.${status}`)}
    </span>
  );
}

const CONTROL_MARKS: Readonly<Record<ThreatControl['state'], string>> = {
  absent: '○',
  planned: '◔',
  'in-place': '●',
  verified: '✓',
};

export function ControlState({ state }: { readonly state: ThreatControl['state'] }): JSX.Element {
  const { t } = useSpeech();
  return (
    <span class={`badge tint-${state}`}>
      <span aria-hidden="true">{CONTROL_MARKS[state]}</span>
      {t(`control.${state}`)}
    </span>
  );
}
