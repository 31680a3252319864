/**
 * All importers of foreign system models, one line each, the most particular formats first: the first that knows a file
 * reads it. A test holds this list against the folders beside it.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemFormat, SystemImporter } from '#model/system-importer';
import { firstNames } from '../formats/first-names.ts';
import { diagnoseUnknown } from '../formats/unknown-file.ts';
import { a2a } from './a2a/index.ts';
import { compose } from './compose/index.ts';
import { cyclonedx } from './cyclonedx/index.ts';
import { drawio } from './drawio/index.ts';
import { kubernetes } from './kubernetes/index.ts';
import { mcpServers } from './mcp-servers/index.ts';
import { mermaid } from './mermaid/index.ts';
import { mlflow } from './mlflow/index.ts';
import { otm } from './otm/index.ts';
import { pytm } from './pytm/index.ts';
import { spdx3 } from './spdx3/index.ts';
import { threagile } from './threagile/index.ts';
import { threatComposer } from './threat-composer/index.ts';
import { threatDragon } from './threat-dragon/index.ts';
import { tmBom } from './tm-bom/index.ts';
import { tm7 } from './tm7/index.ts';

export const SYSTEM_IMPORTERS: readonly SystemImporter[] = [
  tm7,
  threagile,
  threatComposer,
  tmBom,
  pytm,
  drawio,
  otm,
  cyclonedx,
  spdx3,
  mcpServers,
  a2a,
  threatDragon,
  mermaid,
  mlflow,
  compose,
  kubernetes,
];

/** Pages draw systems in passing; where a folder has more of one, that is meant. */
const PAGE = /\.(?:md|mdx|markdown|html?)$/i;

export interface DetectedSystem {
  readonly importer: SystemImporter;
  readonly format: SystemFormat;
  /** What it reads of the files that were given. */
  readonly input: readonly SystemFile[];
}

/**
 * Finds who reads these files: all of them together, else those among them that one importer knows, with what belongs to
 * them, such as settings and includes.
 *
 * @param from id of an importer, where detection should not decide
 * @throws ThreatloomError IMPORT-001 (no importer knows them), IMPORT-002 (no such importer, or not its format),
 *   IMPORT-008 (several systems), INPUT-004 and INPUT-005 where a file is plainly damaged
 */
export function detectSystem(input: readonly SystemFile[], from?: string): DetectedSystem {
  const importers = from === undefined ? SYSTEM_IMPORTERS : [importerOf(from)];
  const together = detectAmong(importers, input);
  if (together !== undefined) return together;
  const alone = input.length < 2 ? [] : systemsAmong(importers, input);
  const system = joined(alone, input);
  if (system !== undefined) return system;
  if (alone.length > 0) {
    throw new ThreatloomError('IMPORT-008', `these are ${alone.length} systems; one is read at a time`, {
      file: firstNames(alone.flatMap((each) => each.input)),
      hint: 'name the file that is meant, or its importer with --from',
    });
  }
  if (from !== undefined) {
    // Whoever names the importer wants to know what is wrong with the file, which reading it tells.
    const importer = importerOf(from);
    return { importer, format: importer.formats[0]!, input };
  }
  input.forEach(diagnoseUnknown);
  throw new ThreatloomError('IMPORT-001', 'no importer knows what this is', {
    file: input.map(({ path }) => path).join(', '),
    hint: `known: ${SYSTEM_IMPORTERS.flatMap(({ formats }) => formats.map(({ title }) => title)).join('; ')}`,
  });
}

/** Each file that is a system by itself. */
function systemsAmong(
  importers: readonly SystemImporter[],
  input: readonly SystemFile[],
): readonly DetectedSystem[] {
  const all = input.flatMap((file) => detectAmong(importers, [file]) ?? []);
  const withoutPages = all.filter((system) => !system.input.every(({ path }) => PAGE.test(path)));
  return withoutPages.length > 0 ? withoutPages : all;
}

function detectAmong(
  importers: readonly SystemImporter[],
  input: readonly SystemFile[],
): DetectedSystem | undefined {
  for (const importer of importers) {
    const id = importer.detect(input);
    const format = importer.formats.find((each) => each.id === id);
    if (format !== undefined) return { importer, format, input };
  }
  return undefined;
}

/** Undefined where several importers know one of them each, or theirs takes one at a time. */
function joined(alone: readonly DetectedSystem[], input: readonly SystemFile[]): DetectedSystem | undefined {
  const [first] = alone;
  if (first === undefined || alone.some(({ importer }) => importer !== first.importer)) return undefined;
  const known = new Set(alone.flatMap((each) => each.input));
  const [main] = first.input as readonly [SystemFile];
  const belongs = (file: SystemFile): boolean => first.importer.detect([main, file]) !== undefined;
  const all = input.filter((file) => known.has(file) || belongs(file));
  return detectAmong([first.importer], all) ?? (alone.length === 1 ? first : undefined);
}

function importerOf(id: string): SystemImporter {
  const importer = SYSTEM_IMPORTERS.find((each) => each.id === id);
  if (importer === undefined) {
    throw new ThreatloomError('IMPORT-002', `there is no importer "${id}"`, {
      hint: `known: ${SYSTEM_IMPORTERS.map((each) => each.id).join(', ')}`,
    });
  }
  return importer;
}
