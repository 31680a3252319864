import type { TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';
import { FUNCTIONS } from './vocabulary.ts';

/** What expressions meet that is not theirs to judge. */
export interface ExpressionContext {
  readonly cursor: TokenCursor;
  /** The inside of `EXISTS { … }` and `COUNT { … }`; stands after the opening brace. */
  subquery(): void;
  parameter(token: Token): void;
}

const COMPARISONS = ['=', '<>', '<', '>', '<=', '>=', '=~', '+', '-', '*', '/', '%', '^'];

/** Reads one expression; says nothing about its value, only that it is one. */
export function readExpression(context: ExpressionContext): void {
  const { cursor } = context;
  cursor.nested(() => {
    readOperand(context);
    while (takeOperator(cursor)) readOperand(context);
  });
}

function takeOperator(cursor: TokenCursor): boolean {
  return (
    ['AND', 'OR', 'XOR', 'IN', 'CONTAINS'].some((word) => cursor.takeWord(word)) ||
    cursor.takeWord('STARTS', 'WITH') ||
    cursor.takeWord('ENDS', 'WITH') ||
    COMPARISONS.some((symbol) => cursor.takeSymbol(symbol))
  );
}

function readOperand(context: ExpressionContext): void {
  const { cursor } = context;
  while (cursor.takeWord('NOT') || cursor.takeSymbol('-') || cursor.takeSymbol('+'));
  readAtom(context);
  for (;;) {
    if (cursor.takeSymbol('.')) {
      cursor.expectName('a property');
    } else if (cursor.takeSymbol('[')) {
      if (!cursor.atSymbol('..')) readExpression(context);
      if (cursor.takeSymbol('..') && !cursor.atSymbol(']')) readExpression(context);
      cursor.expectSymbol(']');
    } else if (cursor.takeSymbol(':')) {
      cursor.expectName('a label');
    } else if (!cursor.takeWord('IS', 'NOT', 'NULL') && !cursor.takeWord('IS', 'NULL')) {
      return;
    }
  }
}

function readAtom(context: ExpressionContext): void {
  const { cursor } = context;
  const { kind, text } = cursor.token;
  if (kind === 'number' || kind === 'string') {
    cursor.next();
  } else if (kind === 'parameter') {
    context.parameter(cursor.next());
  } else if (cursor.takeSymbol('(')) {
    readExpression(context);
    cursor.expectSymbol(')');
  } else if (cursor.takeSymbol('[')) {
    readList(context);
  } else if (cursor.atSymbol('{')) {
    readMap(context);
  } else if (cursor.takeWord('CASE')) {
    readCase(context);
  } else if ((cursor.atWord('EXISTS') || cursor.atWord('COUNT')) && isSymbol(context, 1, '{')) {
    cursor.next();
    cursor.expectSymbol('{');
    cursor.nested(() => {
      context.subquery();
    });
    cursor.expectSymbol('}');
  } else if ((kind === 'word' || kind === 'quoted') && isSymbol(context, 1, '(')) {
    readFunction(context);
  } else if (kind === 'word' && isNamespaced(context)) {
    throw cursor.error(
      `"${text}…" is not allowed: functions of plugins and procedures may do more than read`,
    );
  } else if (!['TRUE', 'FALSE', 'NULL'].some((word) => cursor.takeWord(word))) {
    cursor.expectVariable('an expression');
  }
}

function readFunction(context: ExpressionContext): void {
  const { cursor } = context;
  const { kind, text } = cursor.token;
  const name = text.toLowerCase();
  if (kind === 'quoted' || !FUNCTIONS.has(name)) {
    // A refused word keeps its own, better message.
    if (!cursor.atVariable()) throw cursor.unexpected('an expression');
    throw cursor.error(`the function "${text}" is not allowed`, 'functions that only compute are');
  }
  cursor.next();
  cursor.expectSymbol('(');
  if (['any', 'all', 'none', 'single'].includes(name)) {
    readElementPredicate(context);
  } else if (!(name === 'count' && cursor.takeSymbol('*')) && !cursor.atSymbol(')')) {
    cursor.takeWord('DISTINCT');
    do {
      readExpression(context);
      // cast(x AS STRING)
      if (name === 'cast' && cursor.takeWord('AS')) cursor.expectName('a type');
    } while (cursor.takeSymbol(','));
  }
  cursor.expectSymbol(')');
}

/** `x IN list WHERE condition` */
function readElementPredicate(context: ExpressionContext): void {
  const { cursor } = context;
  cursor.expectVariable('a variable');
  cursor.expectWord('IN');
  readExpression(context);
  cursor.expectWord('WHERE');
  readExpression(context);
}

/** Stands after `[`: a list, or Neo4j's `[x IN list WHERE condition | value]`. */
function readList(context: ExpressionContext): void {
  const { cursor } = context;
  if (!cursor.atSymbol(']')) {
    do readExpression(context);
    while (cursor.takeSymbol(','));
    if (cursor.takeWord('WHERE')) readExpression(context);
    if (cursor.takeSymbol('|')) readExpression(context);
  }
  cursor.expectSymbol(']');
}

/** `{name: value, …}` */
export function readMap(context: ExpressionContext): void {
  const { cursor } = context;
  cursor.expectSymbol('{');
  if (!cursor.atSymbol('}')) {
    do {
      cursor.expectName('a key');
      cursor.expectSymbol(':');
      readExpression(context);
    } while (cursor.takeSymbol(','));
  }
  cursor.expectSymbol('}');
}

function readCase(context: ExpressionContext): void {
  const { cursor } = context;
  if (!cursor.atWord('WHEN')) readExpression(context);
  do {
    cursor.expectWord('WHEN');
    readExpression(context);
    cursor.expectWord('THEN');
    readExpression(context);
  } while (cursor.atWord('WHEN'));
  if (cursor.takeWord('ELSE')) readExpression(context);
  cursor.expectWord('END');
}

function isSymbol({ cursor }: ExpressionContext, ahead: number, symbol: string): boolean {
  const token = cursor.peek(ahead);
  return token.kind === 'symbol' && token.text === symbol;
}

/** `apoc.load.json(` */
function isNamespaced(context: ExpressionContext): boolean {
  let ahead = 1;
  while (isSymbol(context, ahead, '.') && ['word', 'quoted'].includes(context.cursor.peek(ahead + 1).kind))
    ahead += 2;
  return ahead > 1 && isSymbol(context, ahead, '(');
}
