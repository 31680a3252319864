import pc from 'picocolors';
import type { MessageKey } from '#messages/catalogue';
import type { Translate } from '#messages/translator';
import type { Level } from '#model/system-model';
import { padEnd } from './columns.ts';

/** Says reports in the reader's language. */
export type ReportTranslate = Translate<MessageKey<'report' | 'terms'>>;

/** How text is to look, whatever it is about. */
export interface PageLook {
  readonly colour: boolean;
  /** Columns to fit into. */
  readonly width: number;
  readonly t: ReportTranslate;
}

export interface Look extends PageLook {
  /** Paths of each goal to show. */
  readonly paths: number;
  /** Show every threat, and not only the worst gaps. */
  readonly all: boolean;
}

export type Painter = ReturnType<typeof pc.createColors>;

export function painter(look: Pick<PageLook, 'colour'>): Painter {
  return pc.createColors(look.colour);
}

/** At least `width` columns wide; 0: as wide as its word. */
export function levelText(level: Level, paint: Painter, t: ReportTranslate, width = 8): string {
  const text = padEnd(t(`level.${level}`), width);
  switch (level) {
    case 'critical':
      return paint.bold(paint.red(text));
    case 'high':
      return paint.red(text);
    case 'medium':
      return paint.yellow(text);
    case 'low':
      return paint.dim(text);
  }
}

/** `0.23`, and `<0.01` rather than a nought that is none. */
export function likelihoodText(likelihood: number): string {
  if (likelihood > 0 && likelihood < 0.005) return '<0.01';
  return likelihood.toFixed(2);
}

export function heading(text: string, paint: Painter): string {
  return `\n${paint.bold(text)}\n`;
}

/** Highest first. */
export const LEVEL_ORDER: Readonly<Record<Level, number>> = { critical: 0, high: 1, medium: 2, low: 3 };
