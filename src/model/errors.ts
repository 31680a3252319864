import type { Diagnostic } from './diagnostics.ts';

/** Exit codes of the command line; fixed, scripts depend on them. */
export const EXIT = { clean: 0, findings: 1, badInput: 2, internal: 3, storeUnavailable: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ThreatloomErrorDetails extends Partial<Omit<Diagnostic, 'code' | 'severity' | 'message'>> {
  readonly cause?: unknown;
  /** Which exit code the command line ends with; 2 (bad usage or input) unless told. */
  readonly exitCode?: ExitCode;
  /** All that was found wrong in the input, where more than one thing was. */
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * The one error type that this project throws on purpose.
 *
 * @example
 * throw new ThreatloomError('STIX-001', 'the bundle has no "objects"', { file, hint: 'is this a STIX 2.1 bundle?' });
 */
export class ThreatloomError extends Error {
  override readonly name = 'ThreatloomError';
  readonly code: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly pointer: string | undefined;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: string, message: string, details: ThreatloomErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.file = details.file;
    this.line = details.line;
    this.column = details.column;
    this.pointer = details.pointer;
    this.hint = details.hint;
    this.exitCode = details.exitCode ?? EXIT.badInput;
    this.diagnostics = details.diagnostics ?? [];
  }
}
