/**
 * Documents as data: `corpus/TOPIC.graphql`, one below the other with an empty line between, each with a head of comments.
 *
 * @example
 * # contains: Names that hold a text.
 * # variables: {"text": "bot"}
 * # expect: rows
 * query ($text: String!) { assets(where: { name: { contains: $text } }) { key } }
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '#packaging/package-root';

export interface CorpusDocument {
  /** `topic/name` */
  readonly name: string;
  readonly summary: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Some list of the answer holds something, none does, or the codes of the errors. */
  readonly expect: 'rows' | 'empty' | readonly string[];
}

const HEAD =
  /^# (?<name>[a-z-]+): (?<summary>.+)\n(?:# variables: (?<variables>.+)\n)?# expect: (?<expect>rows|empty|error .+)\n/;

const variablesSchema = z.record(z.string(), z.json());

export function readCorpus(): CorpusDocument[] {
  const folder = join(packageRoot(), 'test', 'graphql', 'corpus');
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split(/\n(?=\n# )/)
        .map((text) => readDocument(file.replace(/\.graphql$/, ''), text.trimStart())),
    );
}

function readDocument(topic: string, text: string): CorpusDocument {
  const head = HEAD.exec(`${text}\n`)?.groups;
  if (head === undefined)
    throw new Error(`${topic}: no head that says what is expected: ${text.slice(0, 80)}`);
  const {
    name,
    summary,
    variables = '{}',
    expect,
  } = head as {
    readonly name: string;
    readonly summary: string;
    readonly variables?: string;
    readonly expect: string;
  };
  return {
    name: `${topic}/${name}`,
    summary,
    text,
    variables: variablesSchema.parse(JSON.parse(variables)),
    expect: expect === 'rows' || expect === 'empty' ? expect : expect.replace('error ', '').split(', '),
  };
}
