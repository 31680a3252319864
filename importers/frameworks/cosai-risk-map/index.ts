/**
 * CoSAI Risk Map (OASIS): risks, controls and components of AI systems, from the YAML folder of its repository.
 * `risks.yaml` and `controls.yaml` are needed; `components.yaml` is counted; the other files of the folder are not read.
 *
 * The map has no edition number: give the date of the snapshot as edition, e.g. `2026-08-19`.
 */
import { compareText, type Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { headText } from '../../formats/text.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { readMappings } from './mappings.ts';
import { actsOnAllRisks, readControls, readLinks, readRisks } from './parts.ts';

const FORMAT = 'cosai-risk-map-yaml';
const FILES = ['risks.yaml', 'controls.yaml', 'components.yaml'] as const;

export const cosaiRiskMap: FrameworkImporter = {
  id: 'cosai-risk-map',
  formats: [{ id: FORMAT, title: 'CoSAI Risk Map, folder of YAML' }],

  detect(input) {
    const risks = input.find(({ file }) => file === 'risks.yaml');
    const isMap = risks !== undefined && /CoSAI|\brisks:\s*\n\s*- id: risk[A-Z]/.test(headText(risks));
    return isMap ? FORMAT : undefined;
  },

  /**
   * Diagnostics: COSAI-002 (a field is missing or of the wrong type), COSAI-003 (an id comes twice or is not there),
   * COSAI-004 (a mapping that cannot be read), COSAI-005 (a link that only one of the two files has).
   *
   * @throws ThreatloomError COSAI-001 (a file is missing), COSAI-006 (no edition given), INPUT-004, INPUT-006 to INPUT-008
   */
  read(input, options = {}) {
    const { edition } = options;
    const [riskFile, controlFile, componentFile] = FILES.map((name) =>
      input.find(({ file }) => file === name),
    );
    if (riskFile === undefined || controlFile === undefined) {
      throw new ThreatloomError('COSAI-001', 'the CoSAI Risk Map needs risks.yaml and controls.yaml', {
        file: input.map(({ file }) => file).join(', '),
        hint: 'give the files of the folder risk-map/yaml together',
      });
    }
    if (edition === undefined) {
      throw new ThreatloomError('COSAI-006', 'the CoSAI Risk Map does not tell its edition', {
        hint: 'name the date of the snapshot as edition, e.g. 2026-08-19',
      });
    }
    const ofRisks = open(riskFile);
    const ofControls = open(controlFile);
    const ofComponents = componentFile === undefined ? undefined : open(componentFile);
    const risks = readRisks(ofRisks.root, ofRisks.reader);
    const controls = readControls(ofControls.root, ofControls.reader);
    const mitigations = readLinks(risks, controls, ofRisks.reader, ofControls.reader);
    const end = { framework: 'cosai-risk-map', edition };
    const mappings = [
      ...risks.flatMap(({ record: { id, name }, fields, pointer }) =>
        readMappings(fields, pointer, { ...end, id, label: name, kind: 'risk' }, ofRisks.reader),
      ),
      ...controls.flatMap(({ record: { id, name }, fields, pointer }) =>
        readMappings(fields, pointer, { ...end, id, label: name, kind: 'control' }, ofControls.reader),
      ),
    ];
    return {
      framework: {
        id: 'cosai-risk-map',
        name: 'CoSAI Risk Map',
        edition,
        publisher: 'Coalition for Secure AI (OASIS Open)',
        licence: 'Apache-2.0',
        url: 'https://github.com/cosai-oasis/secure-ai-tooling',
      },
      source: sourceOf([riskFile, controlFile, componentFile].filter((file) => file !== undefined)),
      tactics: [],
      techniques: [],
      risks: risks.map(({ record }) => record),
      controls: controls.map(({ record }) => record),
      requirements: [],
      caseStudies: [],
      mitigations,
      mappings,
      census: {
        risk: ofRisks.reader.list(ofRisks.root, 'risks', '').length,
        control: ofControls.reader.list(ofControls.root, 'controls', '').length,
        'control for all risks': controls.filter(({ fields }) => actsOnAllRisks(fields)).length,
        ...(ofComponents && countComponents(ofComponents)),
      },
      diagnostics: [ofRisks, ofControls, ofComponents]
        .flatMap((file): readonly Diagnostic[] => file?.reader.diagnostics ?? [])
        .sort((a, b) => compareText(a.file ?? '', b.file ?? '')),
    } satisfies FrameworkRecords;
  },
};

interface OpenFile {
  readonly root: Fields;
  readonly reader: FieldReader;
}

function open(file: ImportFile): OpenFile {
  const document = parseYaml(file);
  const reader = new FieldReader(document, 'COSAI-002');
  return { root: reader.object(document.value, '') ?? {}, reader };
}

function countComponents({ root, reader }: OpenFile): Record<string, number> {
  const components = reader.objects(root, 'components', '');
  const edges = components.map(([component, pointer]) => {
    const place = `${pointer}/edges`;
    const of = component['edges'] === undefined ? undefined : reader.object(component['edges'], place);
    return of === undefined ? 0 : reader.texts(of, 'to', place).length;
  });
  return { component: components.length, 'component edge': edges.reduce((sum, count) => sum + count, 0) };
}
