import { createHash } from 'node:crypto';
import { hasErrors, type Diagnostic, type SourcePosition } from '#model/diagnostics';
import type { SystemModel } from '#model/system-model';
import { DidYouMean } from './did-you-mean.ts';
import { takeExtensions } from './extensions.ts';
import { Findings, type Locate, type Path, type Place } from './findings.ts';
import { warnAboutModel } from './model-warnings.ts';
import { normalise } from './normalise.ts';
import { checkReferences } from './references.ts';
import { readSource, type SourceDocument } from './source-document.ts';
import { checkStructure } from './structure-diagnostics.ts';
import { checkVocabulary, type Vocabulary } from './vocabulary.ts';

export type { Vocabulary } from './vocabulary.ts';

/** Faults that a text which breaks off may only seem to have. */
const GUESSES: ReadonlySet<string> = new Set(['SYS-013', 'SYS-014']);

export interface SystemText {
  /** As it should be named in messages. */
  readonly file: string;
  readonly text: string;
}

export interface ReadResult {
  /** There exactly when no diagnostic is an error. */
  readonly model?: SystemModel;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a system model, version 1, from YAML 1.2 or JSON (docs/system-model.md). Never throws for what a text holds.
 * Takes time and memory linear in the length of the text, which may be 8 Mi characters.
 *
 * @example
 * const { model, diagnostics } = readSystemModel({ file: 'bot.system.yaml', text }, { kinds: library.kinds });
 */
export function readSystemModel({ file, text }: SystemText, vocabulary: Vocabulary = {}): ReadResult {
  const findings = new Findings(file);
  const source = readSource(file, text, findings);
  if (source === undefined) return { diagnostics: findings.toDiagnostics(() => undefined) };
  if (source.brokenAt !== undefined) {
    return { diagnostics: diagnoseBroken(source, source.brokenAt, findings) };
  }
  return readDocument(file, source.value, source.locate, sha256(text), vocabulary, findings);
}

/**
 * Reads a system model from values that were parsed elsewhere, so that diagnostics have pointers but no lines.
 *
 * @param value as parsed from YAML or JSON; it is not changed
 */
export function readSystemValue(
  { file, value }: { readonly file: string; readonly value: unknown },
  vocabulary: Vocabulary = {},
): ReadResult {
  const digest = sha256(JSON.stringify(value ?? null));
  return readDocument(file, structuredClone(value), () => undefined, digest, vocabulary, new Findings(file));
}

function readDocument(
  file: string,
  document: unknown,
  locate: Locate,
  digest: string,
  vocabulary: Vocabulary,
  findings: Findings,
): ReadResult {
  const didYouMean = new DidYouMean();
  const extensions = takeExtensions(document);
  const checked = checkStructure(document, findings, didYouMean);
  checkReferences(document, findings, didYouMean);
  checkVocabulary(document, vocabulary, findings, didYouMean);
  if (checked === undefined || findings.hasErrors) return { diagnostics: findings.toDiagnostics(locate) };

  const parts = normalise(checked);
  warnAboutModel(parts, findings);
  const diagnostics = findings.toDiagnostics(locate);
  if (hasErrors(diagnostics)) return { diagnostics };
  const model: SystemModel = {
    ...parts,
    source: { file, sha256: digest },
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    positions: { get: (pointer) => positionOf(file, pointer, locate) },
  };
  return { model, diagnostics };
}

/**
 * Beside the syntax errors, what is wrong with the shape of the part before the first of them. Ids and missing keys are
 * not looked at: what they refer to may stand in the part that could not be read.
 */
function diagnoseBroken(
  { value, locate }: SourceDocument,
  brokenAt: Place,
  findings: Findings,
): readonly Diagnostic[] {
  takeExtensions(value);
  checkStructure(value, findings, new DidYouMean());
  return findings
    .toDiagnostics(locate)
    .filter(({ code, line = 0 }) => code === 'SYS-001' || (!GUESSES.has(code) && line < brokenAt.line));
}

function positionOf(file: string, pointer: string, locate: Locate): SourcePosition | undefined {
  const path: Path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const place = locate(path, 'key');
  return place === undefined ? undefined : { file, ...place };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
