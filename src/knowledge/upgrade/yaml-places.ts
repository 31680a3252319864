/**
 * What system models, attack libraries and frameworks of one's own name, in YAML or JSON.
 */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Document, type Scalar } from 'yaml';
import { composeYaml } from '#importers/formats/yaml/compose-yaml';
import { ThreatloomError } from '#model/errors';
import { placeOf, type EditionPlace, type FilePlaces, type IdPlace, type Left } from './id-place.ts';

type Path = readonly (string | number)[];

type YamlKind = 'system' | 'library' | 'framework';

/** Text for people, in which an id is only spoken of. */
const PROSE: ReadonlySet<string> = new Set([
  'name',
  'description',
  'title',
  'reason',
  'goal',
  'because',
  'source',
]);

/** @throws ThreatloomError INPUT-006, INPUT-008 (not YAML, or too much of it), UPGRADE-003 (an id written with escapes) */
export function yamlPlaces(text: string, file: string, left: Left): FilePlaces | undefined {
  const lines = new LineCounter();
  const [document, ...others] = composeYaml(file, text, lines, {});
  if (document === undefined || others.length > 0 || document.errors.length > 0) return undefined;
  const kind = kindOf(document);
  if (kind === undefined) return undefined;
  const found = new Map<number, IdPlace>();
  const editions: EditionPlace[] = [];
  const visit = (node: unknown, path: Path): void => {
    if (isAlias(node)) visit(node.resolve(document), path);
    else if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    else if (isMap(node)) {
      for (const pair of node.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        const key = String(pair.key.value);
        if (!key.startsWith('x-')) visit(pair.value, [...path, key]);
      }
    } else if (isScalar(node)) {
      const what = path.map((step) => `/${step}`).join('');
      const place = (written: string): number => offsetIn(text, node, written, file, lines);
      if (kind === 'library' && path.length === 2 && path[0] === 'editions' && path[1] === left.framework) {
        const written = node.source ?? String(node.value);
        if (written === left.edition) {
          const start = place(written);
          editions.push({ start, end: start + written.length, what });
        }
      } else if (typeof node.value === 'string' && names(kind, path)) {
        if (placeOf(node.value, 0, left, what) === undefined) return;
        const named = placeOf(node.value, place(node.value), left, what)!;
        found.set(named.id.start, named);
      }
    }
  };
  visit(document.contents, []);
  return { ids: [...found.values()].sort((a, b) => a.id.start - b.id.start), editions };
}

function kindOf(document: Document): YamlKind | undefined {
  if (document.has('threatloom') && document.has('system')) return 'system';
  if (document.has('threatloom-framework')) return 'framework';
  const lists = ['library', 'rules', 'controls', 'outside', 'unanswered', 'kinds', 'profile', 'tests'];
  return lists.some((key) => document.has(key)) ? 'library' : undefined;
}

/** Whether a path leads to ids of records; in libraries and frameworks whatever is wholly an id is one. */
function names(kind: YamlKind, path: Path): boolean {
  if (kind !== 'system') return !path.some((step) => PROSE.has(String(step)));
  const [section, , key, , inner] = path;
  if (section === 'safeguards') return key === 'implements';
  if (section === 'accepted') return key === 'technique';
  return section === 'evidence' && key === 'measures' && inner === 'technique';
}

/** Of what a scalar says, within its quotes. */
function offsetIn(text: string, node: Scalar, value: string, file: string, lines: LineCounter): number {
  const [start = 0, end = 0] = node.range ?? [];
  const at = text.slice(start, end).indexOf(value);
  if (at >= 0) return start + at;
  const { line, col } = lines.linePos(start);
  throw new ThreatloomError('UPGRADE-003', `the id ${value} is written with escapes`, {
    file,
    line,
    column: col,
    hint: 'write it as it is',
  });
}
