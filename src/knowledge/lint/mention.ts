/**
 * A place in a file that names a record of a framework, with the label that it gives it.
 */
export interface Mention {
  readonly framework: string;
  /** Where the file says it: `LLM05:2025`, or a column of versions. */
  readonly edition?: string;
  readonly id: string;
  readonly label?: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

interface IdPattern {
  readonly framework: string;
  readonly source: string;
}

/** Ids that cannot be taken for anything else; others say nothing without knowing which framework is meant. */
const PATTERNS: readonly IdPattern[] = [
  { framework: 'atlas', source: String.raw`AML\.(?:TA|T|M|CS)\d{4}(?:\.\d{3})?` },
  { framework: 'attack-enterprise', source: String.raw`(?:T1\d{3}(?:\.\d{3})?|TA00\d{2}|M1\d{3})` },
  { framework: 'nist-ai-100-2', source: String.raw`NISTAML\.\d{2,3}` },
  { framework: 'owasp-llm', source: String.raw`LLM(?:0[1-9]|10):20\d{2}` },
  { framework: 'owasp-asi', source: String.raw`ASI(?:0[1-9]|10)(?::20\d{2})?` },
];

const ANY_ID = new RegExp(
  String.raw`(?<![\w.])(?:${PATTERNS.map(({ source }) => `(${source})`).join('|')})(?![\w]|\.\d)`,
  'g',
);

export interface FoundId {
  readonly framework: string;
  readonly edition?: string;
  readonly id: string;
  /** Offset in the text of the id's first character, and after its last. */
  readonly start: number;
  readonly end: number;
}

/** All ids in a text, in its order. */
export function findIds(text: string): readonly FoundId[] {
  return [...text.matchAll(ANY_ID)].map((match) => {
    const pattern = PATTERNS[match.slice(1).findIndex((group: string | undefined) => group !== undefined)]!;
    const start = match.index;
    const end = start + match[0].length;
    const [id = '', edition] = match[0].split(':');
    return { framework: pattern.framework, id, start, end, ...(edition === undefined ? {} : { edition }) };
  });
}
