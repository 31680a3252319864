import { isMap, LineCounter, visit, type Document } from 'yaml';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';
import { composeYaml } from './compose-yaml.ts';
import { checkYamlSize, treeOf, type YamlDocument } from './parse-yaml.ts';

/** Aliases of each document that are followed: Compose files share blocks by anchors, and have dozens. */
const MAX_ALIASES = 1000;

/**
 * Reads all documents of a YAML stream, as tools for containers write it: `---` between documents, `<<` merges, tags
 * that only those tools know (their values are taken as if they had none). Empty documents are left out.
 *
 * @throws ThreatloomError as `parseYaml`
 */
export function parseYamlStream(input: ImportFile): readonly YamlDocument[] {
  checkYamlSize(input);
  const lines = new LineCounter();
  const text = decodeText(input);
  const documents = composeYaml(input.file, text, lines, { merge: true });
  refuseTemplate(input.file, text, documents, lines);
  return documents
    .map((document) => treeOf(input.file, document, lines, { aliases: MAX_ALIASES, places: 'key' }))
    .filter(({ value }) => value !== null && value !== undefined);
}

/**
 * Charts hold `{{ … }}` where values will stand. Some of it is YAML by accident, a mapping whose key is a mapping;
 * inside of a text it is nothing to worry about.
 */
function refuseTemplate(
  file: string,
  text: string,
  documents: readonly Document[],
  lines: LineCounter,
): void {
  const line = documents.some(({ errors }) => errors.length > 0)
    ? lineOfTemplate(text)
    : documents.map((document) => lineOfMappingKey(document, lines)).find((found) => found !== undefined);
  if (line === undefined) return;
  throw new ThreatloomError('INPUT-006', 'this is a template, not YAML', {
    file,
    line,
    hint: 'render it first, e.g. with helm template',
  });
}

function lineOfTemplate(text: string): number | undefined {
  const found = /^[ \t]*(?:[\w./-]+:[ \t]+|-[ \t]+)?\{\{/m.exec(text);
  return found === null ? undefined : text.slice(0, found.index).split('\n').length;
}

function lineOfMappingKey(document: Document, lines: LineCounter): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isMap(key)) return undefined;
      offset = key.range?.[0];
      return visit.BREAK;
    },
  });
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
