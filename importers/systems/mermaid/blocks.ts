import type { SystemFile } from '#model/system-importer';
import { headText } from '../../formats/text.ts';

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
  return KINDS.test(kindLine(text)) || text.split('\n').some((line) => FENCE.test(line));
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
  return [{ kind: kindOf(text), text, line: 1 }];
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
