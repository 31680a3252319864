/** Calculations in words: each number with what it says and where it is set. */
import type { NumberSource, RiskExplanation, StepExplanation } from '#model/answers/explanation';
import { padEnd } from '../text/columns.ts';
import { painter } from '../text/look.ts';
import type { PageLook, Painter, ReportTranslate } from '../text/look.ts';
import { hanging } from '../text/wrap.ts';

export interface Page {
  readonly paint: Painter;
  readonly width: number;
  readonly t: ReportTranslate;
}

export function pageOf(look: PageLook): Page {
  return { paint: painter(look), width: look.width, t: look.t };
}

/** As exact as the calculation needs: `0.8`, `0.192`, `0.0000512`. */
export function number(value: number): string {
  if (value === 0) return '0';
  return String(Number(value.toPrecision(6)));
}

/** The steps of the calculation, one line each: `0.8  AML.T0051 is realized (atlas)` and below it where that is set. */
export function calculation(step: StepExplanation, page: Page): string {
  const { base, attacker, measured, safeguards, likelihood, residual } = step;
  const { t } = page;
  const without = [line('  ', base, page), ...(attacker === undefined ? [] : [line('× ', attacker, page)])];
  const changed = measured !== undefined || safeguards.length > 0;
  const total = (words: string, value: number): string => `    = ${number(value)}  ${words}\n`;
  if (!changed) return `${without.join('')}${total(t('explain.same'), likelihood)}`;
  const asIs = [
    ...(measured === undefined
      ? [`      ${number(likelihood)}  ${page.paint.dim(t('explain.from-above'))}\n`]
      : [line('  ', measured, page), ...(attacker === undefined ? [] : [line('× ', attacker, page)])]),
    ...safeguards.map((factor) => line('× ', factor, page)),
  ];
  return [
    ...without,
    total(t('explain.without'), likelihood),
    ...asIs,
    total(t('explain.as-is'), residual),
  ].join('');
}

function line(sign: string, { value, why, source }: NumberSource, { paint, width }: Page): string {
  const head = `    ${sign}${number(value)}  `;
  return `${head}${hanging(why, { indent: head.length, width }, `[${source}]`, paint.dim)}`;
}

export function riskText({ likelihood, why }: RiskExplanation): string {
  return `${why} (${number(likelihood)})`;
}

/** What the rule needed and what it gives, and what was taken for granted. */
export function premises(step: StepExplanation, { paint, width, t }: Page): string {
  const bound = Object.entries(step.bindings).map(([variable, id]) => `${variable} = ${id}`);
  const needs = step.needs.map(({ fact, derivable }) =>
    derivable ? fact : t('explain.underivable', { fact }),
  );
  const parts: [string, string][] = [
    [t('explain.rule'), `${step.library}/${step.rule}  ${step.position}`],
    [t('explain.with'), bound.join(', ')],
    [t('explain.needs'), needs.length === 0 ? t('explain.nothing') : needs.join('; ')],
    [t('explain.gives'), step.gives.join('; ')],
    ...(step.assumes.length === 0
      ? []
      : [
          [t('explain.assumes'), t('explain.assumed', { facts: step.assumes.join(', ') })] as [
            string,
            string,
          ],
        ]),
    ...step.notCounted.map(({ safeguard, why }): [string, string] => [
      t('explain.not-counted'),
      `${safeguard}: ${why}`,
    ]),
  ];
  return parts
    .map(([name, text]) => `    ${paint.dim(padEnd(name, 11))} ${hanging(text, { indent: 16, width })}`)
    .join('');
}
