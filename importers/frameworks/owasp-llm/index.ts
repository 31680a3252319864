/**
 * OWASP Top 10 for LLM Applications, editions 1.1, 2025 and 2026, from the project's markdown: one file an entry.
 *
 * `LLM05` names another risk in each edition (2026 permutes 2025), so an id without its edition means nothing.
 */
import type { Diagnostic } from '#model/diagnostics';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { decodeText } from '../../formats/text.ts';
import { isAisvsAppendix, readAisvsAppendix } from './aisvs-appendix.ts';
import { checkEntries, editionOf, type EntryFile } from './check.ts';
import { readEntry } from './entry.ts';
import { mappingsOfAppendix, mappingsOfEntries } from './mappings.ts';

const FORMAT = 'owasp-llm-markdown';
/** `LLM01_PromptInjection.md`; also the preface (`LLM00_…`) and the appendix (`LLMZZ_…`). */
const FILE_NAME = /^LLM(?:\d{2}|ZZ)_\w+\.md$/;

export const owaspLlm: FrameworkImporter = {
  id: 'owasp-llm',
  formats: [{ id: FORMAT, title: 'OWASP Top 10 for LLM Applications, folder of markdown (1.1, 2025, 2026)' }],

  detect(input) {
    return input.some(({ file }) => FILE_NAME.test(file) && !file.startsWith('LLM00')) ? FORMAT : undefined;
  },

  read(input, options = {}) {
    const files = [...input].sort((a, b) => compareText(a.file, b.file));
    const found: EntryFile[] = [];
    const appendices: { readonly file: ImportFile; readonly text: string }[] = [];
    for (const file of files) {
      const text = decodeText(file);
      const entry = readEntry(text);
      if (entry !== undefined) found.push({ file, entry });
      else if (isAisvsAppendix(text)) appendices.push({ file, text });
    }
    if (found.length === 0) {
      throw new ThreatloomError('OWASP-001', 'no file has the heading of an entry, e.g. "## LLM01:2025 …"', {
        file: files.map(({ file }) => file).join(', '),
        hint: 'give all markdown files of one edition together',
      });
    }
    const diagnostics: Diagnostic[] = checkEntries(found, options.edition);
    const edition = editionOf(found, options.edition);
    const entries = found.map(({ entry }) => entry).sort((a, b) => compareText(a.id, b.id));
    const references = entries.flatMap((entry) => entry.references);
    const cells = appendices.flatMap(({ text }) => readAisvsAppendix(text));
    return {
      framework: {
        id: 'owasp-llm',
        name: 'OWASP Top 10 for LLM Applications',
        edition,
        publisher: 'OWASP Foundation',
        licence: 'CC-BY-SA-4.0',
        url: 'https://genai.owasp.org/llm-top-10/',
      },
      source: sourceOf([...found, ...appendices].map(({ file }) => file)),
      tactics: [],
      techniques: [],
      risks: entries.map(({ id, name, description }) => ({
        id,
        name,
        parents: [],
        level: 'item',
        ...(description === undefined ? {} : { description }),
      })),
      controls: [],
      requirements: [],
      caseStudies: [],
      mitigations: [],
      mappings: [...mappingsOfEntries(entries, edition), ...mappingsOfAppendix(cells, edition)],
      census: {
        entry: entries.length,
        reference: references.length,
        'reference without item': references.filter(({ target }) => target === undefined).length,
        'AISVS cell': cells.length,
      },
      diagnostics,
    } satisfies FrameworkRecords;
  },
};
