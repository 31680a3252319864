import {
  Composer,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  YAMLParseError,
  type CST,
  type Document,
  type DocumentOptions,
  type LineCounter,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';
import { ThreatloomError } from '#model/errors';

/** Nodes within nodes; the composer calls itself for each, and no known file has twenty. */
const MAX_YAML_DEPTH = 200;

/** Words and marks; the largest known file has 75,000. A tree of these takes some hundred megabytes. */
const MAX_LEXEMES = 500_000;

/** Faults that are looked for; each costs as much as a hundred words. */
const MAX_FAULTS = 1000;

/**
 * The documents of a YAML text with their faults, among them keys that stand twice in a mapping: the library's own check
 * compares every key with every other.
 *
 * @throws ThreatloomError INPUT-006 where the text is nested more than 200 deep, INPUT-008 where it holds too much
 */
export function composeYaml(
  file: string,
  text: string,
  lines: LineCounter,
  options: ParseOptions & DocumentOptions & SchemaOptions,
): Document.Parsed[] {
  const composer = new Composer({ ...options, version: '1.2', uniqueKeys: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens(file, text, lines), true, text.length)];
  for (const document of documents) reportTwins(document);
  return documents;
}

function* tokens(file: string, text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  const refusal = (code: string, message: string): ThreatloomError => {
    const { line, col } = lines.linePos(parser.offset);
    return new ThreatloomError(code, message, { file, line, column: col, hint: 'is this the right file?' });
  };
  lines.addNewLine(0);
  let [lexemes, faults] = [0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') faults += 1;
      yield token;
    }
    if (faults > MAX_FAULTS) return;
    lexemes += 1;
    if (parser.stack.length > MAX_YAML_DEPTH) {
      throw refusal('INPUT-006', `the YAML is nested more than ${MAX_YAML_DEPTH} deep`);
    }
    if (lexemes > MAX_LEXEMES) {
      throw refusal(
        'INPUT-008',
        `the YAML holds more than ${MAX_LEXEMES} words and marks, the most that is read`,
      );
    }
  }
  yield* parser.end();
}

function reportTwins(document: Document.Parsed): void {
  const open: unknown[] = [document.contents];
  while (open.length > 0) {
    const node = open.pop();
    if (isSeq(node)) for (let at = node.items.length - 1; at >= 0; at--) open.push(node.items[at]);
    if (!isMap(node)) continue;
    const keys = new Set<unknown>();
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      open.push(pair.value);
      if (!isScalar(pair.key) || pair.key.value === '<<') continue;
      const start = pair.key.range?.[0] ?? 0;
      if (keys.has(pair.key.value)) {
        document.errors.push(
          new YAMLParseError([start, start + 1], 'DUPLICATE_KEY', 'Map keys must be unique'),
        );
      }
      keys.add(pair.key.value);
    }
  }
}
