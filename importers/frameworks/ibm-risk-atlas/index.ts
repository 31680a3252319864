/**
 * IBM AI Risk Atlas, and the mappings of IBM's AI Atlas Nexus between it and other lists of AI risks: tables in the
 * manner of SSSOM (`*.tsv`), with the atlas itself (`risk_atlas_data.yaml`) if it is given too.
 */
import { compareText, type Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { MappingRecord } from '#model/framework-records';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { readAtlas, risksOfMappings, type RiskAtlas } from './atlas.ts';
import { readTable } from './table.ts';

const FORMAT = 'ai-atlas-nexus-tsv';
const MAPPING_SET = /^#\s*mapping_set_id: .*\/ai-atlas-nexus\//m;

export const ibmRiskAtlas: FrameworkImporter = {
  id: 'ibm-risk-atlas',
  formats: [
    { id: FORMAT, title: 'AI Atlas Nexus mappings, folder of TSV; with risk_atlas_data.yaml, if given' },
  ],

  detect(input) {
    return input.some(isTable) || input.some(isAtlas) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: IBM-002 (a field is missing or of the wrong type), IBM-003 (a row that cannot be read, or that lost
   * cells), IBM-004 (relations that are not about risks or controls).
   *
   * @throws ThreatloomError IBM-001 (neither mappings nor atlas), IBM-005 (no edition), INPUT-004, INPUT-006 to INPUT-008
   */
  read(input, options = {}) {
    const files = [...input].sort((a, b) => compareText(a.file, b.file));
    const tables = files.filter(isTable);
    const atlasFile = files.find(isAtlas);
    if (tables.length === 0 && atlasFile === undefined) {
      throw new ThreatloomError('IBM-001', 'no file is a mapping of AI Atlas Nexus, or the risk atlas', {
        file: files.map(({ file }) => file).join(', '),
        hint: 'give the files of data/mappings together, and risk_atlas_data.yaml',
      });
    }
    const atlas: RiskAtlas | undefined = atlasFile === undefined ? undefined : readAtlas(atlasFile);
    const edition = options.edition ?? atlas?.edition;
    if (edition === undefined) {
      throw new ThreatloomError('IBM-005', 'the mappings do not tell the edition of the risk atlas', {
        hint: 'give risk_atlas_data.yaml too, or name the date of the snapshot as edition, e.g. 2026-07-02',
      });
    }
    const mappings: MappingRecord[] = [];
    const diagnostics: Diagnostic[] = [...(atlas?.diagnostics ?? [])];
    const rows = { 'mapping row': 0, 'row noMatch': 0, 'row left out': 0 };
    for (const file of tables) {
      const table = readTable(file, edition);
      mappings.push(...table.mappings);
      diagnostics.push(...table.diagnostics);
      rows['mapping row'] += table.rows;
      rows['row left out'] += table.rows - table.mappings.length;
    }
    rows['row noMatch'] = mappings.filter(({ predicate }) => predicate === 'threatloom:noMatch').length;
    const risks = atlas?.risks ?? risksOfMappings(mappings);
    return recordsOf({
      framework: {
        id: 'ibm-risk-atlas',
        name: 'IBM AI Risk Atlas',
        edition,
        publisher: 'IBM',
        licence: 'Apache-2.0',
        url: 'https://www.ibm.com/docs/en/watsonx/saas?topic=ai-risk-atlas',
      },
      source: sourceOf([...(atlasFile === undefined ? [] : [atlasFile]), ...tables]),
      risks,
      mappings,
      census: {
        risk: risks.filter(({ level }) => level === 'risk').length,
        'mapping file': tables.length,
        ...rows,
      },
      diagnostics,
    });
  },
};

function isTable(file: ImportFile): boolean {
  return file.file.endsWith('.tsv') && MAPPING_SET.test(headText(file));
}

function isAtlas(file: ImportFile): boolean {
  return /\.ya?ml$/.test(file.file) && /^\s*- id: ibm-risk-atlas\s*$/m.test(headText(file));
}
