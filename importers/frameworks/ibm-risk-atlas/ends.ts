import type { MappingEnd } from '#model/framework-records';

interface Prefix {
  readonly framework: string;
  readonly edition?: string;
  /** The publisher's id, from Nexus's; the same where it is absent. */
  readonly id?: (text: string) => string | undefined;
}

/** Nexus's prefixes, which differ from file to file, and what stands for them here. */
const PREFIXES: Readonly<Record<string, Prefix>> = {
  'ibm-risk-atlas': { framework: 'ibm-risk-atlas' },
  ibmairisk: { framework: 'ibm-risk-atlas' },
  'owasp-llm-2.0': { framework: 'owasp-llm', edition: '2025', id: numbered(/^(llm(?:0[1-9]|10))/) },
  'owasp-asi': { framework: 'owasp-asi', edition: '2026', id: numbered(/^(asi(?:0[1-9]|10))/) },
  owasp_asi: { framework: 'owasp-asi', edition: '2026', id: numbered(/^(asi(?:0[1-9]|10))/) },
  // The risks under these prefixes are those of the Generative AI Profile, not the AI RMF's own.
  'nist-ai-rmf': { framework: 'nist-ai-600-1', edition: '2024', id: genAiRisk },
  nistai: { framework: 'nist-ai-600-1', edition: '2024', id: genAiRisk },
  'ibm-granite-guardian': { framework: 'ibm-granite-guardian' },
  'granite-guardian': { framework: 'ibm-granite-guardian' },
  'mit-ai-risk-repository': { framework: 'mit-ai-risk-repository' },
  'mit-ai-risk-repository-causal': { framework: 'mit-ai-risk-repository-causal' },
  'mit-draft-ai-risk-mitigation': { framework: 'mit-ai-risk-mitigation' },
  nexus: { framework: 'mit-ai-risk-mitigation' },
  'credo-ucf': { framework: 'credo-ucf' },
  'ailuminate-v1.0': { framework: 'ailuminate', edition: '1.0' },
  aiuc1: { framework: 'aiuc-1' },
  'shieldgemma-taxonomy': { framework: 'shieldgemma' },
};

/** Prefix of a known form: `owasp-llm-2.0` of `owasp-llm-2.0:llm01-prompt-injection`. */
export function frameworkOf(curie: string | undefined): string | undefined {
  const prefix = curie?.slice(0, Math.max(curie.indexOf(':'), 0));
  return prefix !== undefined && Object.hasOwn(PREFIXES, prefix) ? prefix : undefined;
}

/** @returns undefined where the prefix is unknown, or the id is none of the framework's */
export function readEnd(curie: string, label: string | undefined, edition: string): MappingEnd | undefined {
  const name = frameworkOf(curie);
  const prefix = name === undefined ? undefined : PREFIXES[name];
  if (name === undefined || prefix === undefined) return undefined;
  const written = curie.slice(name.length + 1);
  const id = written === '*' || prefix.id === undefined ? written : prefix.id(written);
  if (id === undefined || id === '') return undefined;
  const { framework } = prefix;
  const of = framework === 'ibm-risk-atlas' ? edition : prefix.edition;
  const title = label?.replace(/^(?:LLM|ASI)\d{2}:\d{4}\s+/, '');
  return {
    framework,
    ...(of === undefined ? {} : { edition: of }),
    id,
    ...(title === undefined || title === '' ? {} : { label: title }),
  };
}

function numbered(pattern: RegExp): (text: string) => string | undefined {
  return (text) => pattern.exec(text)?.[1]?.toUpperCase();
}

/** Nexus's ids of the risks of NIST AI 600-1, in the order of its sections: the first is 2.1. */
const GENAI_RISKS = [
  'cbrn-information-or-capabilities',
  'confabulation',
  'dangerous-violent-or-hateful-content',
  'data-privacy',
  'environmental-impacts',
  'harmful-bias-and-homogenization',
  'human-ai-configuration',
  'information-integrity',
  'information-security',
  'intellectual-property',
  'obscene-degrading-and-or-abusive-content',
  'value-chain-and-component-integration',
];

function genAiRisk(text: string): string | undefined {
  const index = GENAI_RISKS.indexOf(text.replace(/^nist-/, ''));
  return index < 0 ? undefined : `2.${index + 1}`;
}
