import type { RequirementRecord } from '#model/framework-records';

export interface Chapter {
  readonly number: number;
  /** The chapter itself, its sections and their requirements, in the order of the page; 1-based line of each. */
  readonly requirements: readonly (Omit<RequirementRecord, 'order'> & { readonly line: number })[];
}

const CHAPTER = /^# C(\d{1,2}) (\S.*)$/;
const SECTION = /^## C(\d{1,2}\.\d{1,2}) (\S.*)$/;
/** `| **1.2.3** | **Verify that** … | 2 |` */
const ROW = /^\| *\*\*(\d{1,2}\.\d{1,2})\.(\d{1,2})\*\* *\|(.*)\| *([1-3]) *\| *$/;

/**
 * Reads a chapter. Requirements have a number, a sentence and a level (`L1` … `L3`) but no title, so the number is
 * their name.
 *
 * @returns undefined for the other files of the folder: introduction, appendices
 */
export function readChapter(text: string): Chapter | undefined {
  let number: number | undefined;
  const requirements: Chapter['requirements'][number][] = [];
  text.split(/\r?\n/).forEach((content, index) => {
    const line = index + 1;
    const [, chapter, title] = CHAPTER.exec(content) ?? [];
    if (chapter !== undefined && title !== undefined && number === undefined) {
      number = Number(chapter);
      requirements.push({ id: `C${number}`, name: title.trim(), level: 'chapter', line });
    }
    if (number === undefined) return;
    const [, section, heading] = SECTION.exec(content) ?? [];
    if (section !== undefined && heading !== undefined) {
      const parent = `C${section.slice(0, section.indexOf('.'))}`;
      requirements.push({ id: `C${section}`, name: heading.trim(), level: 'section', parent, line });
    }
    const [, above, last, sentence, level] = ROW.exec(content) ?? [];
    if (above === undefined || last === undefined || sentence === undefined || level === undefined) return;
    const id = `C${above}.${last}`;
    const description = sentence.replaceAll('**', '').trim();
    requirements.push({ id, name: id, level: `L${level}`, parent: `C${above}`, description, line });
  });
  return number === undefined ? undefined : { number, requirements };
}
