/**
 * How the frameworks that OWASP refers to write their ids, so that a reference is recognised by its id and not by the
 * name of the framework, which the entries spell in many ways ("CWE", "MITRE CWE", "MITRE Common Weakness Enumeration").
 */
export interface ForeignId {
  readonly framework: string;
  readonly edition?: string;
  readonly id: string;
}

interface IdScheme {
  readonly framework: string;
  /** Group 1 is the id; group 2, where there is one, the edition. */
  readonly pattern: RegExp;
}

const SCHEMES: readonly IdScheme[] = [
  { framework: 'atlas', pattern: /\b(AML\.(?:TA|T|M|CS)\d{4}(?:\.\d{3})?)(?![\w.]*\d)/ },
  { framework: 'attack-enterprise', pattern: /(?<![\w.])(T\d{4}(?:\.\d{3})?)\b/ },
  { framework: 'cwe', pattern: /\b(CWE-\d+)\b/ },
  { framework: 'owasp-asi', pattern: /\b(ASI\d{2})\b(?::(\d{4})\b)?/ },
  { framework: 'owasp-dsgai', pattern: /\b(DSGAI\d{2})\b(?::(\d{4})\b)?/ },
  { framework: 'owasp-ml', pattern: /\b(ML\d{2})\b(?::(\d{4})\b)?/ },
  { framework: 'owasp-api', pattern: /\b(API\d{1,2})\b:(\d{4})\b/ },
];

interface FoundId {
  readonly target: ForeignId;
  readonly start: number;
  /** Just behind the id and its edition. */
  readonly end: number;
}

/** The first id in a text, by position; undefined where there is none. */
export function findForeignId(text: string): FoundId | undefined {
  let found: FoundId | undefined;
  for (const { framework, pattern } of SCHEMES) {
    const match = pattern.exec(text);
    const id = match?.[1];
    if (match === null || id === undefined) continue;
    if (found !== undefined && found.start <= match.index) continue;
    const target = { framework, ...(match[2] === undefined ? {} : { edition: match[2] }), id };
    found = { target, start: match.index, end: match.index + match[0].length };
  }
  return found;
}
