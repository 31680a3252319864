import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mutated, type Mutation } from './mutate.ts';

const STREAM = ['kind: A\nn: [1]\n', 'kind: B\nn: { m: 2 }\n', 'kind: C\nn: 3\n'];

/** Every structural change at every place of the stream, with a small choice of what it is made with. */
const changes: readonly Mutation[] = [0, 2, 3, 4, 5, 6, 7].flatMap((how) =>
  Array.from({ length: 13 * 5 }, (_, i) => ({
    kind: 'structure' as const,
    how,
    where: i % 13,
    with: Math.floor(i / 13),
  })),
);

describe('structural damage to a stream of YAML documents', () => {
  const whole = STREAM.map((text) => JSON.stringify(parseAllDocuments(text)[0]!.toJS()));
  const results = changes.map((change) => {
    const bytes = mutated('a.yaml', new TextEncoder().encode(STREAM.join('---\n')), [change]);
    return parseAllDocuments(new TextDecoder().decode(bytes)).map((document) =>
      JSON.stringify(document.toJS()),
    );
  });

  it.each([0, 1, 2])('damages document %i and leaves the others as they are', (index) => {
    const others = whole.toSpliced(index, 1);
    const damaged = results.filter(
      (documents) =>
        documents.length === 3 &&
        documents[index] !== whole[index] &&
        JSON.stringify(documents.toSpliced(index, 1)) === JSON.stringify(others),
    );
    expect(new Set(damaged.map((documents) => documents[index])).size).toBeGreaterThan(10);
  });

  it('leaves documents out and says them twice; few changes replace the whole stream', () => {
    const counts = results.map((documents) => documents.length);
    expect([...new Set(counts)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(counts.filter((count) => count === 3).length).toBeGreaterThan(results.length * 0.7);
  });
});
