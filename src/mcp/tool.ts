/**
 * What every tool is: a question with a schema in, an answer with a schema out, nothing changed.
 */
import type { z } from 'zod';
import type { AnalysisResult } from '#model/analysis-result';
import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { singleLine } from '#reports/text/single-line';
import type { NamedQuery } from '#stores/queries/named-query';
import type { GraphStore } from '#stores/port';
import type { Systems } from '#workers/systems';

/** What tools answer from. */
export interface ToolSources {
  readonly systems: Systems;
  /** In order of their names. */
  readonly queries: readonly NamedQuery[];
  /** Opened, and built where it has to be, when first asked for. */
  readonly store: () => Promise<GraphStore>;
}

export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /**
   * @param signal calls off what is under way
   * @throws ThreatloomError where the question cannot be answered; the assistant reads its message and hint
   */
  readonly answer: (
    sources: ToolSources,
    input: z.output<Input>,
    signal: AbortSignal,
  ) => Promise<z.input<Output>>;
}

/** Keeps the types of a tool's schemas together. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Tool<Input, Output>,
): Tool {
  return definition;
}

const LONGEST_TEXT = 300;

/** Text of a model or a framework as one line of at most 300 characters, that says only what it says. */
export function plainText(text: string): string {
  const line = singleLine(text);
  if (line.length <= LONGEST_TEXT) return line;
  // A character of two units is not cut in half.
  return `${line.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * The result of the system that is meant: the one named, or the only one there is.
 *
 * @throws ThreatloomError MCP-001 where that is none
 */
export function resultOf(systems: Systems, named: string | undefined): AnalysisResult {
  const ids = systems.ids();
  const id = named ?? (ids.length === 1 ? ids[0]! : undefined);
  const result = id === undefined ? undefined : systems.result(id);
  if (result !== undefined) return result;
  const near = named === undefined ? undefined : nearestWord(named, ids);
  const known = ids.length === 0 ? 'none is loaded' : `there is: ${ids.join(', ')}`;
  throw new ThreatloomError(
    'MCP-001',
    named === undefined ? 'say which system is meant' : `no system "${named}" is loaded`,
    { hint: near === undefined ? known : `did you mean "${near}"?` },
  );
}
