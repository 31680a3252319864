import { AI_RMF_FUNCTIONS, aiRmfId, compareAiRmfIds, type AiRmfId } from '#model/ai-rmf-id';
import type { RequirementRecord } from '#model/framework-records';

/** What the Playbook gives for one subcategory. */
export interface PlaybookItem {
  readonly id: AiRmfId;
  /** The subcategory's own wording. */
  readonly statement: string;
  readonly topics: readonly string[];
}

/** Topics that the Playbook gives to most of a function; they tell nothing about one subcategory. */
const GENERAL_TOPICS: ReadonlySet<string> = new Set(['Governance', 'TEVV']);

const ALL_CHARACTERISTICS = 'Trustworthy Characteristics';
const CHARACTERISTICS: ReadonlySet<string> = new Set([
  'Validity and Reliability',
  'Safety',
  'Secure and Resilient',
  'Accountability and Transparency',
  'Transparency and Accountability',
  'Explainability and Interpretability',
  'Privacy',
  'Fairness and Bias',
]);

/** The most topics that a name is made of; further ones make it no clearer. */
const MOST_TOPICS = 3;

/**
 * A short name. The framework gives its subcategories a number and a full sentence but no title, so the name is made of
 * the Playbook's topics, and the sentence is the description.
 *
 * @example nameOf(['Legal and Regulatory', 'Governance'], 'GOVERN 1.1') === 'Legal and Regulatory'
 */
export function nameOf(topics: readonly string[], id: string): string {
  // A single characteristic is named itself, several of them by what they have in common.
  const severalCharacteristics = topics.filter((topic) => CHARACTERISTICS.has(topic)).length > 1;
  const telling = topics.filter((topic) => {
    if (topic === ALL_CHARACTERISTICS) return severalCharacteristics;
    if (CHARACTERISTICS.has(topic) && topics.includes(ALL_CHARACTERISTICS)) return !severalCharacteristics;
    return !GENERAL_TOPICS.has(topic);
  });
  const chosen = telling.length > 0 ? telling : topics;
  return chosen.slice(0, MOST_TOPICS).join(', ') || id;
}

/**
 * Functions, categories and subcategories in document order. The Playbook lists subcategories only: the broader
 * levels are in their ids.
 */
export function requirementsOf(items: readonly PlaybookItem[]): RequirementRecord[] {
  const ids = new Map<string, AiRmfId>();
  for (const { id } of items) {
    ids.set(id.id, id);
    const category = aiRmfId(`${id.function} ${id.category ?? ''}`);
    if (category !== undefined) ids.set(category.id, category);
  }
  for (const name of AI_RMF_FUNCTIONS) ids.set(name, { id: name, level: 'function', function: name });
  const itemOf = new Map(items.map((item) => [item.id.id, item]));
  return [...ids.values()].sort(compareAiRmfIds).map((id, order) => {
    const item = itemOf.get(id.id);
    const parent = parentOf(id);
    return {
      id: id.id,
      name: item === undefined ? broadName(id) : nameOf(item.topics, id.id),
      level: id.level,
      order,
      ...(parent === undefined ? {} : { parent }),
      ...(item === undefined ? {} : { description: item.statement }),
    };
  });
}

function parentOf(id: AiRmfId): string | undefined {
  if (id.level === 'function') return undefined;
  return id.level === 'category' ? id.function : `${id.function} ${id.category ?? ''}`;
}

/** `Govern`; a category has no name of its own in the Playbook, so it keeps its id. */
function broadName(id: AiRmfId): string {
  if (id.level !== 'function') return id.id;
  return id.function.charAt(0) + id.function.slice(1).toLowerCase();
}
