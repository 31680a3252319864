import {
  Composer,
  isMap,
  isPair,
  isScalar,
  isSeq,
  YAMLParseError,
  type Document,
  type DocumentOptions,
  type LineCounter,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';
import { ThreatloomError } from '#model/errors';
import { boundedTokens, MAX_LEXEMES } from './bounded-tokens.ts';

/** Nodes within nodes; the composer calls itself for each, and no known file has twenty. */
const MAX_YAML_DEPTH = 200;

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
  const tokens = boundedTokens(text, lines, MAX_YAML_DEPTH, ({ limit, ...place }) => {
    const [code, message] =
      limit === 'depth'
        ? ['INPUT-006', `the YAML is nested more than ${MAX_YAML_DEPTH} deep`]
        : ['INPUT-008', `the YAML holds more than ${MAX_LEXEMES} words and marks, the most that is read`];
    throw new ThreatloomError(code, message, { file, ...place, hint: 'is this the right file?' });
  });
  const composer = new Composer({ ...options, version: '1.2', uniqueKeys: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens, true, text.length)];
  for (const document of documents) reportTwins(document);
  return documents;
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
