/** A chapter of OWASP AISVS 1.0 that defends against an entry, by the appendix of the 2026 edition. */
export interface AisvsCell {
  readonly risk: string;
  /** `C1` … `C12`. */
  readonly chapter: string;
  readonly chapterName?: string;
  /** Filled circle in the matrix: a main line of defence; otherwise it contributes. */
  readonly primary: boolean;
}

const CHAPTER_ROW = /^\| *\*\*(C\d{1,2})\*\* *\|([^|]+)\| *$/;
const MATRIX_HEAD = /^\| *Risk *\|(.*)\| *$/;
const MATRIX_ROW = /^\| *\*\*(LLM\d{2})\*\*[^|]*\|(.*)\| *$/;

export function isAisvsAppendix(text: string): boolean {
  return /^#\s*Appendix:.*AISVS/m.test(text);
}

/** @returns in the order of the matrix, row by row; empty cells left out */
export function readAisvsAppendix(text: string): AisvsCell[] {
  const names = new Map<string, string>();
  let chapters: string[] = [];
  const cells: AisvsCell[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, chapter, chapterName] = CHAPTER_ROW.exec(line) ?? [];
    if (chapter !== undefined && chapterName !== undefined) names.set(chapter, chapterName.trim());
    const head = MATRIX_HEAD.exec(line)?.[1];
    if (head !== undefined) chapters = head.split('|').map((cell) => cell.trim());
    const [, risk, marks] = MATRIX_ROW.exec(line) ?? [];
    if (risk !== undefined && marks !== undefined) cells.push(...readRow(risk, marks, chapters, names));
  }
  return cells;
}

function readRow(
  risk: string,
  marks: string,
  chapters: readonly string[],
  names: ReadonlyMap<string, string>,
): AisvsCell[] {
  return marks.split('|').flatMap((mark, column) => {
    const chapter = chapters[column];
    const primary = mark.includes('●');
    if (chapter === undefined || !(primary || mark.includes('○'))) return [];
    const chapterName = names.get(chapter);
    return [{ risk, chapter, ...(chapterName === undefined ? {} : { chapterName }), primary }];
  });
}
