import type { MappingEnd } from '#model/framework-records';

interface Scheme {
  readonly framework: string;
  readonly edition?: string;
  /** Group 1 is the id; absent where the framework gives its threats none. */
  readonly id?: RegExp;
}

/** AIDEFEND's names for frameworks, and how the ids in its items look. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  'MITRE ATLAS': { framework: 'atlas', id: /^(AML\.T\d{4}(?:\.\d{3})?)\b/ },
  MAESTRO: { framework: 'maestro' },
  'OWASP LLM Top 10 2025': { framework: 'owasp-llm', edition: '2025', id: /^(LLM\d{2}):2025\b/ },
  'OWASP ML Top 10 2023': { framework: 'owasp-ml', edition: '2023', id: /^(ML\d{2}):2023\b/ },
  'OWASP Agentic AI Top 10 2026': { framework: 'owasp-asi', edition: '2026', id: /^(ASI\d{2}):2026\b/ },
  'NIST Adversarial Machine Learning 2025': {
    framework: 'nist-ai-100-2',
    edition: 'E2025',
    id: /^(NISTAML\.\d{2,3})\b/,
  },
  'Cisco Integrated AI Security and Safety Framework': {
    framework: 'cisco-ai-security',
    id: /^(AI(?:Subt|T)ech-\d{1,2}(?:\.\d{1,2}){1,2})\b/,
  },
  'Google Secure AI Framework 2.0 - Risks': {
    framework: 'google-saif',
    edition: '2.0',
    id: /^([A-Z]{2,4}):/,
  },
  'Databricks AI Security Framework 3.0': {
    framework: 'databricks-dasf',
    edition: '3.0',
    id: /^[A-Za-z -]{1,60}? (\d{1,2}\.\d{1,2}):/,
  },
};

/**
 * The threat that an item names. What stands behind the id is its title and, in brackets, AIDEFEND's own remark.
 *
 * @example threatOf('MITRE ATLAS', 'AML.T0020 Poison Training Data') // { framework: 'atlas', id: 'AML.T0020' }
 * @returns `nameless` where the framework has no ids or the item says "N/A", `no id` where one was expected, `unknown`
 *   for another framework
 */
export function threatOf(name: string, item: string): MappingEnd | 'nameless' | 'no id' | 'unknown' {
  const scheme = SCHEMES[name];
  if (scheme === undefined) return 'unknown';
  const { framework, edition, id: pattern } = scheme;
  if (pattern === undefined || /^N\/A\b/.test(item)) return 'nameless';
  const id = pattern.exec(item)?.[1];
  return id === undefined ? 'no id' : { framework, ...(edition === undefined ? {} : { edition }), id };
}
