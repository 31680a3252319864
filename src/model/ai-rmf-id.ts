/**
 * Ids of the NIST AI Risk Management Framework, whatever way a source writes them.
 *
 * Four spellings are in use for one subcategory: `GOVERN 1.1` (NIST AI 100-1 and its Playbook), `Govern 1.1`,
 * `GV-1.1` (NIST AI 600-1) and `GOVERN-1.1@1.0` (pinned to an edition, CoSAI risk map). Every reader of AI RMF ids
 * calls {@link aiRmfId}, so that the graph holds the first of them only.
 */

/** In the order of the framework's own document. */
export const AI_RMF_FUNCTIONS = ['GOVERN', 'MAP', 'MEASURE', 'MANAGE'] as const;

export type AiRmfFunction = (typeof AI_RMF_FUNCTIONS)[number];

export interface AiRmfId {
  /** Canonical: `GOVERN`, `GOVERN 1` or `GOVERN 1.1`. */
  readonly id: string;
  readonly level: 'function' | 'category' | 'subcategory';
  readonly function: AiRmfFunction;
  readonly category?: number;
  readonly subcategory?: number;
  /** What stood after an `@`. */
  readonly edition?: string;
}

const WORDS: Readonly<Record<string, AiRmfFunction>> = {
  GOVERN: 'GOVERN',
  GV: 'GOVERN',
  MAP: 'MAP',
  MP: 'MAP',
  MEASURE: 'MEASURE',
  MS: 'MEASURE',
  MANAGE: 'MANAGE',
  MG: 'MANAGE',
};

const SPELLING = /^([A-Za-z]+)(?:[\s_-]*([1-9]\d?)(?:\.([1-9]\d?))?)?(?:@(\S+))?$/;

/**
 * Reads an AI RMF id in any of its spellings.
 *
 * @example aiRmfId('GV-1.1')?.id === 'GOVERN 1.1'
 * @example aiRmfId('MAP-3.4@1.0') // { id: 'MAP 3.4', level: 'subcategory', …, edition: '1.0' }
 * @returns undefined for anything else, e.g. an action of NIST AI 600-1 (`GV-1.1-001`), which is no subcategory
 */
export function aiRmfId(text: string): AiRmfId | undefined {
  const match = SPELLING.exec(text.trim());
  const name = match?.[1] === undefined ? undefined : WORDS[match[1].toUpperCase()];
  if (match === null || name === undefined) return undefined;
  const edition = match[4] === undefined ? {} : { edition: match[4] };
  if (match[2] === undefined) return { id: name, level: 'function', function: name, ...edition };
  const category = Number(match[2]);
  if (match[3] === undefined) {
    return { id: `${name} ${category}`, level: 'category', function: name, category, ...edition };
  }
  const subcategory = Number(match[3]);
  const id = `${name} ${category}.${subcategory}`;
  return { id, level: 'subcategory', function: name, category, subcategory, ...edition };
}

/** Document order: by function, category, subcategory; a broader id comes before the narrower ones. */
export function compareAiRmfIds(a: AiRmfId, b: AiRmfId): number {
  return (
    AI_RMF_FUNCTIONS.indexOf(a.function) - AI_RMF_FUNCTIONS.indexOf(b.function) ||
    (a.category ?? 0) - (b.category ?? 0) ||
    (a.subcategory ?? 0) - (b.subcategory ?? 0)
  );
}
