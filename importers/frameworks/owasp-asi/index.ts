/**
 * OWASP Top 10 for Agentic Applications (`ASI01` … `ASI10`). OWASP publishes a PDF; the importer reads the list as
 * IBM's AI Atlas Nexus has it: YAML whose entries are named `ASI01:2026 Agent Goal Hijack`.
 */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { RiskRecord } from '#model/framework-records';
import { FieldReader } from '../../formats/fields.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';

const FORMAT = 'owasp-asi-nexus-yaml';
const NAME = /^(ASI(?:0[1-9]|10)):(\d{4})\s+(\S.*)$/;
const ITEMS = 10;

export const owaspAsi: FrameworkImporter = {
  id: 'owasp-asi',
  formats: [{ id: FORMAT, title: 'OWASP Top 10 for Agentic Applications, YAML of AI Atlas Nexus' }],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    return /^\s*name: ["']?ASI\d{2}:\d{4} /m.test(headText(only)) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: ASI-002 (a field is missing or of the wrong type), ASI-003 (a name without a number of the list, a
   * number that comes twice, or another edition), ASI-004 (numbers are missing).
   *
   * @throws ThreatloomError ASI-001 (not one file, or no entry of this list), INPUT-004, INPUT-006 to INPUT-008
   */
  read(input, options = {}) {
    const file = onlyFile(input, 'ASI-001', 'the list of agentic risks');
    const document = parseYaml(file);
    const reader = new FieldReader(document, 'ASI-002');
    const entries = reader.objects(reader.object(document.value, '') ?? {}, 'entries', '');
    const risks = new Map<string, RiskRecord>();
    let edition: string | undefined;
    for (const [fields, pointer] of entries) {
      const full = reader.text(fields, 'name', pointer);
      if (full === undefined) continue;
      const [, id, year, name] = NAME.exec(full) ?? [];
      const place = `${pointer}/name`;
      if (id === undefined || year === undefined || name === undefined) {
        reader.report('error', 'ASI-003', `"${full}" has no number such as "ASI01:2026"`, place);
        continue;
      }
      edition ??= year;
      if (year !== edition)
        reader.report('error', 'ASI-003', `${id} is of ${year}, not of ${edition}`, place);
      if (risks.has(id)) reader.report('error', 'ASI-003', `${id} comes twice`, place);
      const description = reader.optionalText(fields, 'description', pointer);
      const prose = description === undefined ? {} : { description };
      risks.set(id, { id, name, parents: [], level: 'item', ...prose });
    }
    if (edition === undefined) {
      throw new ThreatloomError('ASI-001', 'the file has no entry named e.g. "ASI01:2026 …"', {
        file: file.file,
        hint: 'expected the YAML of AI Atlas Nexus (owasp_asi_data.yaml)',
        diagnostics: reader.diagnostics,
      });
    }
    if (risks.size < ITEMS) {
      reader.report('warning', 'ASI-004', `${risks.size} of the ${ITEMS} items are there`, '/entries');
    }
    return recordsOf({
      framework: {
        id: 'owasp-asi',
        name: 'OWASP Top 10 for Agentic Applications',
        edition: options.edition ?? edition,
        publisher: 'OWASP Foundation',
        licence: 'CC-BY-SA-4.0',
        url: 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/',
      },
      source: sourceOf(input),
      risks: [...risks.values()].sort((a, b) => compareText(a.id, b.id)),
      census: { entry: entries.length },
      diagnostics: reader.diagnostics,
    });
  },
};
