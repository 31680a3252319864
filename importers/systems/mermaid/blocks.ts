import type { SystemFile } from '#model/system-importer';
import { decodeEntities } from '../../formats/html-text.ts';
import { headText } from '../../formats/text.ts';
import { TextLines } from '#model/text-lines';

/** One diagram in a file: the whole of it, or a fenced block of a Markdown page. */
export interface Block {
  /** First word of the diagram: `flowchart`, `sequenceDiagram` …; empty where there is none. */
  readonly kind: string;
  readonly text: string;
  /** Line of the file that its first line is; 1-based. */
  readonly line: number;
}

/** What a diagram of Mermaid starts with. */
const KINDS =
  /^(?:graph|flowchart(?:-elk)?|sequenceDiagram|classDiagram(?:-v2)?|stateDiagram(?:-v2)?|erDiagram|gantt|pie|journey|gitGraph|mindmap|timeline|quadrantChart|requirementDiagram|sankey-beta|xychart-beta|block(?:-beta)?|packet(?:-beta)?|kanban|architecture-beta|radar-beta|zenuml|C4\w+)(?=$|[\s;])/;

/** Fences of Markdown and of Azure DevOps wikis. */
const FENCE = /^[ \t>]*(`{3,}|~{3,}|:{3,})[ \t]*\{?\.?mermaid\b[^\n]*$/i;

/** Text that is looked at to know a file. */
const HEAD = 512 * 1024;

export function holdsMermaid(file: SystemFile): boolean {
  const text = headText(file, HEAD).replace(/^\uFEFF/, '');
  if (/\.(?:mmd|mermaid)$/i.test(file.path)) return true;
  if (!/mermaid|graph|flowchart/i.test(text) && !/^\s*[A-Za-z]+/.test(text)) return false;
  return (
    KINDS.test(kindLine(text)) ||
    text.split('\n').some((line) => FENCE.test(line)) ||
    blocksInHtml(text).some(({ kind }) => KINDS.test(kind))
  );
}

export function isFlowchart(kind: string): boolean {
  return /^(?:graph|flowchart)/.test(kind);
}

/** The diagrams of a file in its order. */
export function blocksOf(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = FENCE.exec(lines[at]!)?.[1];
    if (fence === undefined) continue;
    const start = at + 1;
    let end = start;
    while (end < lines.length && !closes(lines[end]!, fence)) end += 1;
    // In a quotation each line carries its mark.
    const inner = lines
      .slice(start, end)
      .map((line) => line.replace(/^(?:[ \t]*>)+/, ''))
      .join('\n');
    blocks.push({ kind: kindOf(inner), text: inner, line: start + 1 });
    at = end;
  }
  if (blocks.length > 0 && !KINDS.test(kindLine(text))) return blocks;
  const inHtml = blocksInHtml(text);
  return inHtml.length > 0 ? inHtml : [{ kind: kindOf(text), text, line: 1 }];
}

/** Elements of a page that the library of Mermaid draws: `<pre class="mermaid">`. O(n). */
function blocksInHtml(text: string): Block[] {
  const lines = new TextLines(text);
  const blocks: Block[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const name = /^<(pre|div|code)\b/i.exec(text.slice(at, at + 6))?.[1];
    const tag = name === undefined ? undefined : text.slice(at, at + MAX_TAG).split('>', 1)[0]!;
    if (tag === undefined || !isDrawn(tag)) {
      at += 1;
      continue;
    }
    const start = at + tag.length + 1;
    const close = new RegExp(`</${name}\\s*>`, 'gi');
    close.lastIndex = start;
    const stop = close.exec(text)?.index ?? text.length;
    const inner = decodeEntities(text.slice(start, stop));
    blocks.push({ kind: kindOf(inner), text: inner, line: lines.placeOf(start).line });
    at = stop;
  }
  return blocks;
}

/** Longest tag that is looked at. */
const MAX_TAG = 1000;

function isDrawn(tag: string): boolean {
  return /\bclass\s*=/i.test(tag) && /[\s"'=](?:language-)?mermaid(?=[\s"']|$)/i.test(tag);
}

function closes(line: string, fence: string): boolean {
  const trimmed = line.replace(/^[ \t>]+/, '').trimEnd();
  return trimmed.startsWith(fence) && /^(.)\1*$/.test(trimmed);
}

function kindOf(text: string): string {
  return /^[A-Za-z][\w-]*/.exec(kindLine(text))?.[0] ?? '';
}

/** The first line that is neither empty, comment, directive nor front matter. */
function kindLine(text: string): string {
  return text.slice(preambleLength(text)).split('\n', 1)[0]!.trim();
}

/** Length of front matter, comments and directives before the diagram. */
export function preambleLength(text: string): number {
  let at = 0;
  const front = /^\uFEFF?\s*---[ \t]*\r?\n/.exec(text);
  if (front !== null) {
    const end = /\n[ \t]*---[ \t]*(?:\r?\n|$)/.exec(text.slice(front[0].length - 1));
    if (end !== null) at = front[0].length - 1 + end.index + end[0].length;
  }
  const skip = /[\s\uFEFF]*%%(?:\{[\s\S]*?\}%%|[^\n]*)/y;
  for (;;) {
    skip.lastIndex = at;
    if (!skip.test(text)) break;
    at = skip.lastIndex;
  }
  return at + (/^[\s\uFEFF]*/.exec(text.slice(at))?.[0].length ?? 0);
}
