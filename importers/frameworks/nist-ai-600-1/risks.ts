/**
 * The twelve risks of NIST AI 600-1, which the file of its actions names but does not list. A risk's id is the number
 * of its section.
 */
const RISKS = [
  ['2.1', 'CBRN Information or Capabilities'],
  ['2.2', 'Confabulation'],
  ['2.3', 'Dangerous, Violent, or Hateful Content'],
  ['2.4', 'Data Privacy'],
  ['2.5', 'Environmental Impacts'],
  ['2.6', 'Harmful Bias and Homogenization'],
  ['2.7', 'Human-AI Configuration'],
  ['2.8', 'Information Integrity'],
  ['2.9', 'Information Security'],
  ['2.10', 'Intellectual Property'],
  ['2.11', 'Obscene, Degrading, and/or Abusive Content'],
  ['2.12', 'Value Chain and Component Integration'],
] as const;

/** Names that NIST's own tables of actions give to these risks by slip. */
const SLIPS: Readonly<Record<string, string>> = {
  'cbrn information and capability': '2.1',
  environmental: '2.5',
};

export interface GenAiRisk {
  readonly id: string;
  readonly name: string;
}

export const GENAI_RISKS: readonly GenAiRisk[] = RISKS.map(([id, name]) => ({ id, name }));

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...RISKS.map(([id, name]) => [plain(name), id] as const),
  ...Object.entries(SLIPS),
]);

/**
 * Ids of the risks that one cell names: one, or several that lost the line between them. The PDF writes "fi" as one
 * character, and hyphens and commas come and go.
 *
 * @example risksNamed('Human-AI Conﬁguration') // ['2.7']
 * @returns none where the text names no risk of the list
 */
export function risksNamed(text: string): readonly string[] {
  const name = plain(text);
  const exact = BY_NAME.get(name);
  if (exact !== undefined) return [exact];
  return RISKS.filter(([, known]) => ` ${name} `.includes(` ${plain(known)} `)).map(([id]) => id);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
