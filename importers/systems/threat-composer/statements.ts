import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** STRIDE by its letters, as the tool writes it. */
const STRIDE: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    S: 'spoofing',
    T: 'tampering',
    R: 'repudiation',
    I: 'information-disclosure',
    D: 'denial-of-service',
    E: 'elevation-of-privilege',
  }),
);

/** Ids in tags: `LLM10 Unbounded Consumption`, `CWE-79`, `AML.T0051` … */
const REFERENCE =
  /\b(?:LLM\d{2}(?::\d{4})?|ASI\d{2}|CWE-\d{1,5}|CAPEC-\d{1,5}|AML\.[TM]\d{4}(?:\.\d{3})?|T\d{4}(?:\.\d{3})?)\b/g;

export interface Metadata {
  readonly severity?: string;
  readonly stride?: readonly string[];
  readonly comments?: string;
  /** Other keys, as they are. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** `metadata: [{ key, value }]` of threats, mitigations and assumptions. */
export function metadataOf(node: TreeNode): Metadata {
  let severity: string | undefined;
  let comments: string | undefined;
  const stride: string[] = [];
  const others: Record<string, unknown> = {};
  for (const entry of node.objects('metadata')) {
    const key = entry.text('key');
    const value = entry.any('value')?.value;
    entry.tell('value');
    if (key === 'Priority' && typeof value === 'string') severity = value;
    else if (key === 'Comments' && typeof value === 'string') comments = value;
    else if (key === 'STRIDE' && Array.isArray(value)) {
      stride.push(
        ...value.flatMap((letter) => (typeof letter === 'string' ? (STRIDE.get(letter) ?? []) : [])),
      );
    } else if (key !== undefined && value !== undefined && value !== null) others[`x-${key}`] = value;
  }
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(stride.length > 0 ? { stride } : {}),
    ...(comments === undefined || comments.trim() === '' ? {} : { comments: comments.trim() }),
    others,
  };
}

export function referencesIn(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.flatMap((tag) => tag.match(REFERENCE) ?? []))];
}

/**
 * A threat in words: as written, or put together from its parts in the tool's order: a source, what it needs, what it
 * does, what follows, what suffers.
 */
export function statementOf(node: TreeNode): string | undefined {
  const statement = node.text('statement');
  const [source, prerequisites, action, impact] = [
    'threatSource',
    'prerequisites',
    'threatAction',
    'threatImpact',
  ].map((key) => node.text(key));
  const goals = node.texts('impactedGoal');
  const assets = node.texts('impactedAssets');
  if (statement !== undefined) return statement;
  const parts = [
    source === undefined ? undefined : withArticle(source),
    prerequisites,
    action === undefined ? undefined : `can ${action}`,
    impact === undefined ? undefined : `which leads to ${impact}`,
    goals.length === 0 ? undefined : `resulting in reduced ${goals.join(' and ')}`,
    assets.length === 0 ? undefined : `of ${assets.join(' and ')}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function withArticle(source: string): string {
  if (/^(?:an?|the)\s/i.test(source)) return source;
  return `${/^[aeiou]/i.test(source) ? 'An' : 'A'} ${source}`;
}

/** A short name of a long text. */
export function shortened(text: string): string {
  return quoted(text).slice(1, -1);
}
