/**
 * What a document may ask, checked before it runs: the same for every way in.
 */
import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { ValidationContext, ValidationRule } from 'graphql/validation/index.js';
import { refusal } from './refusal.ts';

export interface DocumentLimits {
  /** Fields inside fields; a connection takes three for each level (itself, `edges`, `node`). */
  readonly depth: number;
  /** 2 for each field with a selection, 1 for each without, a tenth more for each level, and `first` times as much below a `first`. */
  readonly cost: number;
  readonly aliases: number;
  readonly directives: number;
  /** Words and marks of the text. */
  readonly tokens: number;
}

export interface ApiLimits extends DocumentLimits {
  /** For all that a document asks of the graph. */
  readonly timeoutMs: number;
  /** Fields that lead to nodes, fragments spread: each is a query, or a part of one. */
  readonly selections: number;
  /** Conditions in all filters together, quantifiers and logic included. */
  readonly conditions: number;
  /** Most nodes in one answer. */
  readonly nodes: number;
  /** Most rows that the store may hand over to one query, those included that a nested `limit` leaves out. */
  readonly rows: number;
}

export const DEFAULT_LIMITS: ApiLimits = {
  depth: 24,
  cost: 100_000,
  aliases: 50,
  directives: 50,
  tokens: 5000,
  timeoutMs: 30_000,
  selections: 200,
  conditions: 500,
  nodes: 20_000,
  rows: 100_000,
};

/** For `validate`, beside the rules of the specification. */
export function limitRules({ depth, cost, aliases, directives }: DocumentLimits): ValidationRule[] {
  const rule = <Options>(
    make: (options: Options) => (context: ValidationContext) => unknown,
    options: Options,
    code: string,
    message: string,
  ): ValidationRule => {
    const refuse = (context: ValidationContext | null): void => {
      context?.reportError(refusal(code, message));
    };
    const quiet = { propagateOnRejection: false, onReject: [refuse] };
    return make({ ...options, ...quiet }) as ValidationRule;
  };
  return [
    rule(
      maxDepthRule,
      { n: depth, flattenFragments: true, ignoreIntrospection: false },
      'GRAPHQL-010',
      `the document nests deeper than ${depth} fields`,
    ),
    rule(
      costLimitRule,
      { maxCost: cost, depthCostFactor: 1.1, flattenFragments: true, ignoreIntrospection: false },
      'GRAPHQL-011',
      `the document costs more than ${cost}`,
    ),
    rule(maxAliasesRule, { n: aliases }, 'GRAPHQL-012', `the document has more than ${aliases} aliases`),
    rule(
      maxDirectivesRule,
      { n: directives },
      'GRAPHQL-013',
      `the document has more than ${directives} directives`,
    ),
  ];
}
