import pc from 'picocolors';
import type { Diagnostic } from '#model/diagnostics';
import { compareDiagnostics } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';

const MOST = 50;

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
