import { createHash } from 'node:crypto';
import type { DerivationInput } from '../derive/derive.ts';

/**
 * SHA-256 over the digests of all inputs: frameworks, libraries and the system. The day of the analysis is no input: it is
 * in the result as `asOf`.
 */
export function inputDigest({ knowledge, libraries, system }: DerivationInput): string {
  const lines = [
    ...knowledge.frameworks.map(({ id, edition, sha256 }) =>
      JSON.stringify(['framework', id, edition, sha256]),
    ),
    ...libraries.map(({ id, version, sha256 }) => JSON.stringify(['library', id, version, sha256])),
    JSON.stringify(['system', system.id, system.source.sha256]),
  ];
  const hash = createHash('sha256');
  for (const line of lines.sort()) hash.update(line).update('\n');
  return hash.digest('hex');
}
