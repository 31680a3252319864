import pc from 'picocolors';
import type { Diagnostic } from '#model/diagnostics';
import { compareDiagnostics } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';

const MOST = 50;
/** An imported or unfinished file lacks the same thing in a hundred places: of more than five such, three are shown. */
const MANY_ALIKE = 5;
const SHOWN_ALIKE = 3;

/**
 * One diagnostic as people and editors read it.
 *
 * @example
 * system.yaml:12:9: error SYS-014: unknown kind "agnet"
 *   /assets/bot/kind
 *   did you mean "agent"?
 */
export function diagnosticText(diagnostic: Diagnostic, colour: boolean): string {
  const colours = pc.createColors(colour);
  const { file, line, column, severity, code, message, pointer, hint } = diagnostic;
  // A message about a file as a whole names it already.
  const told = file === undefined || (line === undefined && message.includes(file));
  const place = told ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `;
  const paint = severity === 'error' ? colours.red : severity === 'warning' ? colours.yellow : colours.cyan;
  const lines = [`${colours.bold(place)}${paint(severity)} ${code}: ${message}`];
  if (pointer !== undefined && pointer !== '') lines.push(`  ${colours.dim(pointer)}`);
  if (hint !== undefined && hint !== '') lines.push(`  ${hint}`);
  return `${lines.join('\n')}\n`;
}

/** All of them in the order of files and lines; past fifty, how many more. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], colour: boolean): string {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  const shown = sorted.slice(0, MOST).map((diagnostic) => diagnosticText(diagnostic, colour));
  if (sorted.length > MOST) shown.push(`… and ${sorted.length - MOST} more\n`);
  return shown.join('');
}

/** Those of a system model: of many alike that are no errors the first, and how many more. */
export function modelDiagnosticsText(diagnostics: readonly Diagnostic[], colour: boolean): string {
  const alike = new Map<string, Diagnostic[]>();
  for (const each of [...diagnostics].sort(compareDiagnostics)) {
    if (each.severity === 'error') continue;
    const all = alike.get(each.code) ?? [];
    all.push(each);
    alike.set(each.code, all);
  }
  const many = [...alike].filter(([, all]) => all.length > MANY_ALIKE);
  const left = new Set(many.flatMap(([, all]) => all.slice(SHOWN_ALIKE)));
  const more = many.map(([code, all]) => `… and ${all.length - SHOWN_ALIKE} more ${code}\n`);
  const kept = diagnostics.filter((each) => !left.has(each));
  return diagnosticsText(kept, colour) + more.join('');
}

/** An error with what it is about, why, and what to do; the stack and causes only on request. */
export function errorText(error: unknown, colour: boolean, debug: boolean): string {
  const parts: string[] = [];
  if (error instanceof ThreatloomError) {
    const { code, message, file, line, column, pointer, hint } = error;
    const itself = error.diagnostics.some((each) => each.code === code && each.message === message);
    if (!itself) {
      parts.push(
        diagnosticText(
          {
            code,
            severity: 'error',
            message,
            ...(file !== undefined && { file }),
            ...(line !== undefined && { line }),
            ...(column !== undefined && { column }),
            ...(pointer !== undefined && { pointer }),
            ...(hint !== undefined && { hint }),
          },
          colour,
        ),
      );
    }
    if (error.diagnostics.length > 0) parts.push(diagnosticsText(error.diagnostics, colour));
  } else {
    const message = error instanceof Error ? error.message : String(error);
    parts.push(`internal fault: ${message}\n`);
    if (!debug) parts.push('  run again with --debug for the details, and please report it\n');
  }
  if (debug) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      parts.push(`${cause.stack ?? cause.message}\n`);
    }
  }
  return parts.join('');
}
