import pc from 'picocolors';
import type { Level } from '#model/system-model';

export interface Look {
  readonly colour: boolean;
  /** Columns to fit into. */
  readonly width: number;
  /** Paths of each goal to show. */
  readonly paths: number;
  /** Show every threat, and not only the worst gaps. */
  readonly all: boolean;
}

export type Painter = ReturnType<typeof pc.createColors>;

export function painter(look: Look): Painter {
  return pc.createColors(look.colour);
}

export function levelText(level: Level, paint: Painter, width = 8): string {
  const text = level.padEnd(width);
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

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Highest first. */
export const LEVEL_ORDER: Readonly<Record<Level, number>> = { critical: 0, high: 1, medium: 2, low: 3 };
