/**
 * OWASP's lists that are a folder of pages, one an item, with the item's number in the title of the front matter:
 * `title: ML01:2023 Input Manipulation Attack`, `title: "MCP04:2025 – Software Supply Chain Attacks"`.
 */
import { compareText, type Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { RiskRecord } from '#model/framework-records';
import { recordsOf } from '../records-of.ts';
import { decodeText } from '../text.ts';
import { frontMatterField } from './front-matter.ts';
import { sectionUnder } from './sections.ts';

export interface PageList {
  /** Id of the framework, e.g. `owasp-ml`. */
  readonly id: string;
  readonly name: string;
  /** What stands before the number, e.g. `ML`. */
  readonly prefix: string;
  readonly url: string;
}

interface Page {
  readonly file: ImportFile;
  readonly edition: string;
  readonly risk: RiskRecord;
}

const ITEMS = 10;

/**
 * An importer for one such list of ten items. Its diagnostics: OWASP-002 an item is missing, OWASP-003 an item comes
 * twice, OWASP-004 the pages are of several editions, OWASP-005 the edition asked for is not the one in the titles.
 */
export function pageListImporter(list: PageList): FrameworkImporter {
  const format = `${list.id}-markdown`;
  const fileName = new RegExp(`^${list.prefix}\\d{2}[_-]\\d{4}\\W.*\\.md$`);
  const titleOf = new RegExp(`^(${list.prefix}(?:0[1-9]|10)):(\\d{4})\\s*(?:[-–—]\\s*)?(\\S.*)$`);

  const readPage = (file: ImportFile): Page[] => {
    const text = decodeText(file);
    const [, id, edition, name] = titleOf.exec(frontMatterField(text, 'title') ?? '') ?? [];
    if (id === undefined || edition === undefined || name === undefined) return [];
    const description = sectionUnder(text.split(/\r?\n/), /^#{2,6}\s*Description:?\s*$/);
    const prose = description === '' ? {} : { description };
    return [{ file, edition, risk: { id, name, parents: [], level: 'item', ...prose } }];
  };

  return {
    id: list.id,
    formats: [{ id: format, title: `${list.name}, folder of markdown` }],

    detect(input) {
      return input.some(({ file }) => fileName.test(file)) ? format : undefined;
    },

    /** @throws ThreatloomError OWASP-001 (no page of this list), INPUT-004 */
    read(input, options = {}) {
      const pages = [...input].sort((a, b) => compareText(a.file, b.file)).flatMap(readPage);
      const [first] = pages;
      if (first === undefined) {
        throw new ThreatloomError(
          'OWASP-001',
          `no file has the title of an item, e.g. "${list.prefix}01:…"`,
          {
            file: input.map(({ file }) => file).join(', '),
            hint: 'give all markdown files of one edition together',
          },
        );
      }
      const risks = new Map<string, RiskRecord>();
      for (const { risk } of pages) if (!risks.has(risk.id)) risks.set(risk.id, risk);
      return recordsOf({
        framework: {
          id: list.id,
          name: list.name,
          edition: options.edition ?? first.edition,
          publisher: 'OWASP Foundation',
          licence: 'CC-BY-SA-4.0',
          url: list.url,
        },
        source: sourceOf(pages.map(({ file }) => file)),
        risks: [...risks.values()].sort((a, b) => compareText(a.id, b.id)),
        census: { entry: pages.length },
        diagnostics: checkPages(pages, list.prefix, options.edition),
      });
    },
  };
}

function checkPages(pages: readonly Page[], prefix: string, asked: string | undefined): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const firstFile = new Map<string, string>();
  const editions = new Map<string, string>();
  for (const { file, edition, risk } of pages) {
    const earlier = firstFile.get(risk.id);
    if (earlier === undefined) firstFile.set(risk.id, file.file);
    else {
      const message = `${risk.id} is also in ${earlier}`;
      diagnostics.push({ code: 'OWASP-003', severity: 'error', message, file: file.file, line: 1 });
    }
    if (!editions.has(edition)) editions.set(edition, file.file);
  }
  const ids = Array.from({ length: ITEMS }, (_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`);
  const missing = ids.filter((id) => !firstFile.has(id));
  if (missing.length > 0) {
    const message = `no file for ${missing.join(', ')}`;
    const hint = 'give all markdown files of one edition together';
    diagnostics.push({ code: 'OWASP-002', severity: 'warning', message, hint });
  }
  if (editions.size > 1) {
    const found = [...editions].map(([edition, file]) => `${edition} (${file})`).join(', ');
    const hint = 'import one edition at a time';
    const message = `the files are of several editions: ${found}`;
    diagnostics.push({ code: 'OWASP-004', severity: 'error', message, hint });
  } else if (asked !== undefined && !editions.has(asked)) {
    const message = `the titles say edition ${[...editions.keys()].join()}, ${asked} was asked for and is used`;
    diagnostics.push({ code: 'OWASP-005', severity: 'warning', message });
  }
  return diagnostics;
}
