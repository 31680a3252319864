/** OWASP Artificial Intelligence Security Verification Standard (AISVS) 1.0, from the markdown of its chapters. */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { RequirementRecord } from '#model/framework-records';
import { FieldReader } from '../../formats/fields.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { decodeText } from '../../formats/text.ts';
import { readChapter, type Chapter } from './chapter.ts';

const FORMAT = 'owasp-aisvs-markdown';
const FILE_NAME = /^0x10-C\d{2}-.*\.md$/;
/** The chapters do not name their edition. */
const EDITION = '1.0';
const CHAPTERS = 12;

interface Found {
  readonly file: ImportFile;
  readonly chapter: Chapter;
}

export const owaspAisvs: FrameworkImporter = {
  id: 'owasp-aisvs',
  formats: [{ id: FORMAT, title: 'OWASP AISVS, folder of markdown' }],

  detect(input) {
    return input.some(({ file }) => FILE_NAME.test(file)) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: AISVS-002 (a number that is out of its section, or comes twice), AISVS-003 (chapters are missing).
   *
   * @throws ThreatloomError AISVS-001 (no chapter among the files), INPUT-004
   */
  read(input, options = {}) {
    const found: Found[] = [];
    for (const file of [...input].sort((a, b) => compareText(a.file, b.file))) {
      const chapter = readChapter(decodeText(file));
      if (chapter !== undefined) found.push({ file, chapter });
    }
    if (found.length === 0) {
      throw new ThreatloomError('AISVS-001', 'no file is a chapter of AISVS, e.g. "# C1 …"', {
        file: input.map(({ file }) => file).join(', '),
        hint: 'give the files 0x10-C01-… to 0x10-C12-… together',
      });
    }
    found.sort((a, b) => a.chapter.number - b.chapter.number);
    const readers = found.map(({ file }) => new FieldReader(file, 'AISVS-002'));
    const requirements = new Map<string, RequirementRecord>();
    found.forEach(({ chapter }, index) => {
      for (const { line, ...requirement } of chapter.requirements) {
        const { id, parent } = requirement;
        const wrong = requirements.has(id)
          ? `${id} comes twice`
          : parent !== undefined && !requirements.has(parent)
            ? `${id} stands under no ${parent}`
            : undefined;
        if (wrong === undefined) requirements.set(id, { ...requirement, order: requirements.size });
        else readers[index]?.report('error', 'AISVS-002', `line ${line}: ${wrong}`, '');
      }
    });
    const last = readers.at(-1);
    if (found.length !== CHAPTERS) {
      last?.report('warning', 'AISVS-003', `${found.length} of the ${CHAPTERS} chapters are there`, '');
    }
    const count = (level: string): number =>
      [...requirements.values()].filter((one) => one.level === level).length;
    return recordsOf({
      framework: {
        id: 'owasp-aisvs',
        name: 'OWASP Artificial Intelligence Security Verification Standard',
        edition: options.edition ?? EDITION,
        publisher: 'OWASP Foundation',
        licence: 'CC-BY-SA-4.0',
        url: 'https://github.com/OWASP/AISVS',
      },
      source: sourceOf(found.map(({ file }) => file)),
      requirements: [...requirements.values()],
      census: {
        chapter: count('chapter'),
        section: count('section'),
        'requirement L1': count('L1'),
        'requirement L2': count('L2'),
        'requirement L3': count('L3'),
      },
      diagnostics: readers.flatMap(({ diagnostics }) => diagnostics),
    });
  },
};
