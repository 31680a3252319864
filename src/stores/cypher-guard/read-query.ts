/**
 * The read-only guard: a parser for the reading part of Cypher that both stores share.
 *
 * What it has no rule for is refused, so nothing that writes, calls a procedure or opens a file can pass, whatever it is
 * called in this or a later version of an engine. Neither store's own read-only mode is enough: LadybugDB's still runs
 * `LOAD FROM`, `COPY … TO` and `ATTACH`.
 */
import type { ExpressionContext } from './expressions.ts';
import { readExpression, readMap } from './expressions.ts';
import { TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';
import { CLAUSES } from './vocabulary.ts';

export interface NodePattern {
  readonly variable?: string;
  /** Alternatives, as in `(n:Asset|Actor)`. */
  readonly labels: readonly string[];
  /** Which part of a UNION it stands in, from 0; variables live within one. */
  readonly part: number;
  readonly line: number;
  readonly column: number;
}

export interface ParameterPlace {
  /** Without `$`. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export interface Column {
  /** The alias, or the expression as written. */
  readonly name: string;
  readonly aliased: boolean;
}

/** A query that only reads, and what it mentions. */
export interface ReadQuery {
  /** What to run: the text as checked, comments blanked out, without a last `;`. */
  readonly cypher: string;
  /** Of the first RETURN. */
  readonly columns: readonly Column[];
  /** In code-point order, without `$`. */
  readonly parameters: readonly string[];
  /** Of each expression with parameters inside and outside of a subquery: the first that shows it. */
  readonly parametersApart: readonly ParameterPlace[];
  readonly nodes: readonly NodePattern[];
  /** Relationship types, in code-point order. */
  readonly relationshipTypes: readonly string[];
  /** Whether every RETURN carries an ORDER BY. */
  readonly ordered: boolean;
}

/**
 * Checks that a text is one query that only reads. O(length).
 *
 * @example readQuery('MATCH (a:Asset) RETURN a.id AS asset ORDER BY asset').columns // [{ name: 'asset', aliased: true }]
 * @throws ThreatloomError CYPHER-001 where a character starts no token, CYPHER-002 where a word may not stand; with line
 *   and column
 */
export function readQuery(text: string): ReadQuery {
  const { tokens, code } = tokenize(text);
  return new QueryReader(code, tokens).read();
}

class QueryReader implements ExpressionContext {
  readonly cursor: TokenCursor;
  readonly #code: string;
  readonly #parameters = new Set<string>();
  readonly #types = new Set<string>();
  readonly #nodes: NodePattern[] = [];
  readonly #parametersApart: ParameterPlace[] = [];
  /** Subqueries around the place where the reader is, and where the expression at hand has had parameters. */
  #depth = 0;
  readonly #depths = new Set<number>();
  #columns: Column[] | undefined;
  #part = 0;
  #ordered = true;

  constructor(code: string, tokens: readonly Token[]) {
    this.#code = code;
    this.cursor = new TokenCursor(tokens);
  }

  read(): ReadQuery {
    const { cursor } = this;
    this.#single();
    while (cursor.takeWord('UNION')) {
      cursor.takeWord('ALL');
      this.#part++;
      this.#single();
    }
    const end = cursor.lastEnd;
    cursor.takeSymbol(';');
    if (cursor.token.kind !== 'end') throw cursor.unexpected('the end of the query');
    return {
      cypher: this.#code.slice(0, end),
      columns: this.#columns ?? [],
      parameters: [...this.#parameters].sort(),
      parametersApart: this.#parametersApart,
      nodes: this.#nodes,
      relationshipTypes: [...this.#types].sort(),
      ordered: this.#ordered,
    };
  }

  parameter({ text: name, line, column }: Token): void {
    this.#parameters.add(name);
    if (this.#depths.size === 1 && !this.#depths.has(this.#depth)) {
      this.#parametersApart.push({ name, line, column });
    }
    this.#depths.add(this.#depth);
  }

  /** `MATCH patterns [WHERE condition]`; both engines want the MATCH. */
  subquery(): void {
    this.#depth++;
    this.cursor.expectWord('MATCH');
    this.#patterns();
    this.#where();
    this.#depth--;
  }

  #single(): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.takeWord('MATCH') || cursor.takeWord('OPTIONAL', 'MATCH')) {
        this.#patterns();
        this.#where();
      } else if (cursor.takeWord('UNWIND')) {
        this.#expression();
        cursor.expectWord('AS');
        cursor.expectVariable('a variable');
      } else if (cursor.takeWord('WITH')) {
        cursor.takeWord('DISTINCT');
        if (!cursor.takeSymbol('*') || cursor.takeSymbol(',')) this.#items();
        this.#order();
        this.#where();
      } else if (cursor.takeWord('RETURN')) {
        cursor.takeWord('DISTINCT');
        if (cursor.atSymbol('*')) {
          throw cursor.error('"RETURN *" is not allowed', 'name the values to return, e.g. a.id AS asset');
        }
        const columns = this.#items();
        this.#columns ??= columns;
        this.#ordered &&= this.#order();
        return;
      } else {
        throw cursor.unexpected(CLAUSES);
      }
    }
  }

  #where(): void {
    if (this.cursor.takeWord('WHERE')) this.#expression();
  }

  #expression(read = readExpression): void {
    if (this.#depth === 0) this.#depths.clear();
    read(this);
  }

  #items(): Column[] {
    const columns: Column[] = [];
    do {
      const start = this.cursor.token.offset;
      this.#expression();
      const expression = this.#code.slice(start, this.cursor.lastEnd);
      const aliased = this.cursor.takeWord('AS');
      columns.push({ name: aliased ? this.cursor.expectVariable('an alias') : expression, aliased });
    } while (this.cursor.takeSymbol(','));
    return columns;
  }

  /** @returns whether there is an ORDER BY */
  #order(): boolean {
    const { cursor } = this;
    const ordered = cursor.takeWord('ORDER', 'BY');
    if (ordered) {
      do {
        this.#expression();
        ['ASC', 'ASCENDING', 'DESC', 'DESCENDING'].some((word) => cursor.takeWord(word));
      } while (cursor.takeSymbol(','));
    }
    if (cursor.takeWord('SKIP')) this.#expression();
    if (cursor.takeWord('LIMIT')) this.#expression();
    return ordered;
  }

  #patterns(): void {
    const { cursor } = this;
    do {
      if (cursor.atVariable()) {
        cursor.next();
        cursor.expectSymbol('=');
      }
      this.#node();
      while (cursor.atSymbol('-') || cursor.atSymbol('<')) {
        this.#relationship();
        this.#node();
      }
    } while (cursor.takeSymbol(','));
  }

  #node(): void {
    const { cursor } = this;
    const { line, column } = cursor.token;
    cursor.expectSymbol('(');
    const variable = cursor.atVariable() ? cursor.next().text : undefined;
    const labels = this.#alternatives('a label');
    if (cursor.atSymbol(':')) {
      throw cursor.error(
        'several labels on one node mean "and" on one store, "or" on the other',
        'write (n:A|B)',
      );
    }
    this.#properties();
    cursor.expectSymbol(')');
    this.#nodes.push({ ...(variable !== undefined && { variable }), labels, part: this.#part, line, column });
  }

  #relationship(): void {
    const { cursor } = this;
    const left = cursor.takeSymbol('<');
    cursor.expectSymbol('-');
    if (cursor.takeSymbol('[')) {
      if (cursor.atVariable()) cursor.next();
      for (const type of this.#alternatives('a relationship type')) this.#types.add(type);
      if (cursor.takeSymbol('*')) this.#range();
      this.#properties();
      cursor.expectSymbol(']');
    }
    cursor.expectSymbol('-');
    if (!left) cursor.takeSymbol('>');
  }

  /** `*`, `*2`, `*1..3`, `*..3`; stands after the asterisk. */
  #range(): void {
    const { cursor } = this;
    if (cursor.token.kind === 'number') cursor.next();
    if (cursor.takeSymbol('..') && cursor.token.kind === 'number') cursor.next();
  }

  /** `:A|B`, `:A|:B` or nothing. */
  #alternatives(what: string): string[] {
    const { cursor } = this;
    const names: string[] = [];
    if (!cursor.takeSymbol(':')) return names;
    do {
      if (names.length > 0) cursor.takeSymbol(':');
      names.push(cursor.expectName(what));
    } while (cursor.takeSymbol('|'));
    return names;
  }

  #properties(): void {
    if (this.cursor.atSymbol('{')) this.#expression(readMap);
  }
}
