/**
 * All framework importers, one line each. A test holds this list against the folders beside it.
 */
import type { FrameworkImporter, ImportFile, ReadOptions } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { ThreatloomError } from '#model/errors';
import { diagnoseUnknown } from '../formats/unknown-file.ts';
import { aidefend } from './aidefend/index.ts';
import { atlas } from './atlas/index.ts';
import { attackEnterprise } from './attack-enterprise/index.ts';
import { cosaiRiskMap } from './cosai-risk-map/index.ts';
import { cwe } from './cwe/index.ts';
import { d3fend } from './d3fend/index.ts';
import { ibmRiskAtlas } from './ibm-risk-atlas/index.ts';
import { iso23894 } from './iso-23894/index.ts';
import { iso42001 } from './iso-42001/index.ts';
import { nist80053 } from './nist-800-53/index.ts';
import { nistAi1002 } from './nist-ai-100-2/index.ts';
import { nistAi6001 } from './nist-ai-600-1/index.ts';
import { nistAiRmf } from './nist-ai-rmf/index.ts';
import { owaspAiExchange } from './owasp-ai-exchange/index.ts';
import { owaspAisvs } from './owasp-aisvs/index.ts';
import { owaspAsi } from './owasp-asi/index.ts';
import { owaspLlm } from './owasp-llm/index.ts';
import { owaspMcp } from './owasp-mcp/index.ts';
import { owaspMl } from './owasp-ml/index.ts';
import { ownFramework } from './own-framework/index.ts';

export const FRAMEWORK_IMPORTERS: readonly FrameworkImporter[] = [
  aidefend,
  atlas,
  attackEnterprise,
  cosaiRiskMap,
  cwe,
  d3fend,
  ibmRiskAtlas,
  iso23894,
  iso42001,
  nist80053,
  nistAi1002,
  nistAi6001,
  nistAiRmf,
  owaspAiExchange,
  owaspAisvs,
  owaspAsi,
  owaspLlm,
  owaspMcp,
  owaspMl,
  ownFramework,
];

export interface DetectedFramework {
  readonly importer: FrameworkImporter;
  /** One of the importer's formats. */
  readonly format: string;
}

/** The first importer that takes these files for its own, or undefined. */
export function detectFramework(input: readonly ImportFile[]): DetectedFramework | undefined {
  for (const importer of FRAMEWORK_IMPORTERS) {
    const format = importer.detect(input);
    if (format !== undefined) return { importer, format };
  }
  return undefined;
}

/**
 * Finds the importer and reads.
 *
 * @param framework id of the importer to use, where detection should not decide
 * @throws ThreatloomError FRAMEWORK-001 (no importer knows the files), FRAMEWORK-002 (no such framework), INPUT-004 (binary),
 *   INPUT-005 (JSON cut short), and what the importer throws
 */
export function readFramework(
  input: readonly ImportFile[],
  options: ReadOptions & { readonly framework?: string } = {},
): FrameworkRecords {
  const { framework } = options;
  if (framework !== undefined) return importerOf(framework).read(input, options);
  const detected = detectFramework(input);
  if (detected === undefined) {
    input.forEach(diagnoseUnknown);
    const known = FRAMEWORK_IMPORTERS.flatMap(({ formats }) => formats.map(({ title }) => title));
    throw new ThreatloomError('FRAMEWORK-001', 'no importer knows this file', {
      file: input.map(({ file }) => file).join(', '),
      hint: `known: ${known.join('; ')}`,
    });
  }
  return detected.importer.read(input, options);
}

function importerOf(framework: string): FrameworkImporter {
  const importer = FRAMEWORK_IMPORTERS.find(({ id }) => id === framework);
  if (importer === undefined) {
    throw new ThreatloomError('FRAMEWORK-002', `there is no importer for "${framework}"`, {
      hint: `known: ${FRAMEWORK_IMPORTERS.map(({ id }) => id).join(', ')}`,
    });
  }
  return importer;
}
