import type { GraphBatch } from '#model/graph';
import { BatchBuilder } from '../../conformance/batch-builder.ts';

/** `size` techniques in a ring, and one framework; graphs with another `name` share no key with it. */
export function numberedGraph(name: string, size: number): GraphBatch {
  const batch = new BatchBuilder().node('Framework', name, {
    id: name,
    edition: '1',
    name,
    publisher: 'p',
    licence: 'l',
    url: 'https://example.org',
    sourceFile: 'f',
    sourceSha256: '0',
  });
  for (let index = 0; index < size; index++) {
    batch.node('Technique', `${name}/${index}`, {
      id: `T${index}`,
      name: `technique ${index} of ${name}`,
      framework: name,
      edition: '1',
      status: 'active',
      platforms: ['a', `${index}`],
    });
    batch.edge('IN_FRAMEWORK', `Technique ${name}/${index}`, `Framework ${name}`);
    batch.edge('SUBTECHNIQUE_OF', `Technique ${name}/${index}`, `Technique ${name}/${(index + 1) % size}`);
  }
  return batch.build();
}
