/**
 * OWASP AI Exchange: threats to AI systems and the controls against them, from the markdown of its chapters. An item is
 * a heading with a category and a permalink (`https://owaspai.org/go/evasion/`), whose last part is its id.
 *
 * The Exchange has no edition number: give the date of the snapshot as edition, e.g. `2026-08-22`.
 */
import { compareText, type Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import { recordsOf } from '../../formats/records-of.ts';
import { decodeText, headText } from '../../formats/text.ts';
import { readItems, type Item } from './items.ts';
import { atlasMappings, controlsOf, mitigationsOf, risksOf } from './records.ts';

const FORMAT = 'owasp-ai-exchange-markdown';
const PERMALINK = /^> ?Permalink: https:\/\/owaspai\.org\/go\//m;

export const owaspAiExchange: FrameworkImporter = {
  id: 'owasp-ai-exchange',
  formats: [{ id: FORMAT, title: 'OWASP AI Exchange, folder of markdown' }],

  detect(input) {
    return input.some((file) => file.file.endsWith('.md') && PERMALINK.test(headText(file)))
      ? FORMAT
      : undefined;
  },

  /**
   * Diagnostics: AIX-002 (an item is described in two places; both are read).
   *
   * @throws ThreatloomError AIX-001 (no item in the files), AIX-003 (no edition given), INPUT-004
   */
  read(input, options = {}) {
    const { edition } = options;
    const chapters: { readonly file: ImportFile; readonly items: readonly Item[] }[] = [];
    for (const file of [...input].sort((a, b) => compareText(a.file, b.file))) {
      if (!file.file.endsWith('.md')) continue;
      const items = readItems(decodeText(file));
      if (items.length > 0) chapters.push({ file, items });
    }
    if (chapters.length === 0) {
      throw new ThreatloomError(
        'AIX-001',
        'no file holds an item of the AI Exchange: a heading with a permalink',
        {
          file: input.map(({ file }) => file).join(', '),
          hint: 'give the markdown files of content/docs together',
        },
      );
    }
    if (edition === undefined) {
      throw new ThreatloomError('AIX-003', 'the AI Exchange does not tell its edition', {
        hint: 'name the date of the snapshot as edition, e.g. 2026-08-22',
      });
    }
    const first = new Map<string, Item>();
    const diagnostics: Diagnostic[] = [];
    for (const { file, items: found } of chapters) {
      for (const item of found) {
        if (!first.has(item.id)) first.set(item.id, item);
        else {
          const message = `"${item.id}" is described in two places`;
          diagnostics.push({ code: 'AIX-002', severity: 'info', message, file: file.file, line: item.line });
        }
      }
    }
    const all = chapters.flatMap(({ items }) => items);
    const headed = controlsOf(all).length;
    const controls = controlsOf([...first.values()]);
    const risks = risksOf([...first.values()]);
    return recordsOf({
      framework: {
        id: 'owasp-ai-exchange',
        name: 'OWASP AI Exchange',
        edition,
        publisher: 'OWASP Foundation',
        licence: 'CC0-1.0',
        url: 'https://owaspai.org',
      },
      source: sourceOf(chapters.map(({ file }) => file)),
      risks,
      controls,
      mitigations: mitigationsOf(all, controls, risks),
      mappings: atlasMappings([...first.values()], controls, risks, edition),
      census: { item: all.length, control: headed, 'threat or section': all.length - headed },
      diagnostics,
    });
  },
};
