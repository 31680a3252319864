/**
 * Layers of the MITRE Navigator: ATLAS in layer format 4.3, which its Navigator reads, ATT&CK Enterprise in 4.5
 * (https://github.com/mitre-attack/attack-navigator/tree/master/layers).
 */
import { ThreatloomError } from '#model/errors';
import type { CoverageAnswer, CoverageMatrix, CoveredItem } from '#model/answers/coverage';

export const LAYER_VIEWS = ['coverage', 'gaps', 'paths'] as const;

export type LayerView = (typeof LAYER_VIEWS)[number];

interface Domain {
  readonly domain: string;
  readonly versions: (edition: string) => Readonly<Record<string, string>>;
  readonly metadata: (edition: string) => readonly Metadata[];
}

interface Metadata {
  readonly name: string;
  readonly value: string;
}

const DOMAINS: Readonly<Record<string, Domain>> = {
  atlas: {
    domain: 'atlas-atlas',
    versions: () => ({ navigator: '4.6.4', layer: '4.3' }),
    metadata: (edition) => [{ name: 'atlas_data_version', value: edition }],
  },
  'attack-enterprise': {
    domain: 'enterprise-attack',
    versions: (edition) => ({ attack: edition.split('.')[0]!, navigator: '4.9.0', layer: '4.5' }),
    metadata: (edition) => [{ name: 'attack_version', value: edition }],
  },
};

/** Frameworks of which there are layers. */
export const LAYER_FRAMEWORKS: readonly string[] = Object.keys(DOMAINS);

interface View {
  readonly title: string;
  readonly meaning: string;
  /** Undefined: the technique is not in the layer. */
  readonly score: (item: CoveredItem) => number | undefined;
  readonly colours: readonly string[];
  readonly legend: readonly { readonly label: string; readonly color: string }[];
}

const RED = '#e57373';
const YELLOW = '#ffe082';
const GREEN = '#81c784';
const PALE = '#ffffff';
const DEEP = '#c62828';

const VIEWS: Readonly<Record<LayerView, View>> = {
  coverage: {
    title: 'coverage',
    meaning:
      'Score of a technique that applies: 0 nothing mitigates it, 50 mitigated in part, 100 fully mitigated. ' +
      'Techniques that do not apply are not in the layer.',
    score: ({ applicable, mitigated }) =>
      applicable ? { none: 0, partly: 50, fully: 100 }[mitigated] : undefined,
    colours: [RED, YELLOW, GREEN],
    legend: [
      { label: '0 applies, nothing mitigates it', color: RED },
      { label: '50 mitigated in part', color: YELLOW },
      { label: '100 fully mitigated', color: GREEN },
    ],
  },
  gaps: {
    title: 'gaps',
    meaning:
      'Score of a technique that applies and is not fully mitigated: 100 nothing mitigates it, 50 mitigated in part.',
    score: ({ applicable, mitigated }) =>
      applicable && mitigated !== 'fully' ? (mitigated === 'none' ? 100 : 50) : undefined,
    colours: [PALE, YELLOW, RED],
    legend: [
      { label: '50 mitigated in part', color: YELLOW },
      { label: '100 applies, nothing mitigates it', color: RED },
    ],
  },
  paths: {
    title: 'attack paths',
    meaning:
      'Score: likelihood in per cent of the likeliest attack path with a step of this technique or a sub-technique, ' +
      'as the system is. How many of the paths found have such a step stands in the metadata.',
    score: ({ paths, pathLikelihood }) => (paths > 0 ? Math.round(pathLikelihood * 1000) / 10 : undefined),
    colours: [PALE, DEEP],
    legend: [
      { label: '0 on hardly likely paths only', color: PALE },
      { label: '100 on a path that is certain', color: DEEP },
    ],
  },
};

/**
 * One layer of the first matrix of the answer that has layers. The same answer gives the same bytes.
 *
 * @throws ThreatloomError REPORT-001 where no framework of the answer has layers
 */
export function navigatorLayer(answer: CoverageAnswer, view: LayerView): string {
  const matrix = answer.matrices.find(({ framework }) => LAYER_FRAMEWORKS.includes(framework));
  if (matrix === undefined) {
    throw new ThreatloomError('REPORT-001', 'the Navigator has no layers of these frameworks', {
      hint: `choose --framework ${LAYER_FRAMEWORKS.join(' or ')}`,
    });
  }
  return `${JSON.stringify(layerOf(answer, matrix, view), null, 2)}\n`;
}

function layerOf(answer: CoverageAnswer, matrix: CoverageMatrix, view: LayerView) {
  const { framework, edition, name, items } = matrix;
  const { title, meaning, score, colours, legend } = VIEWS[view];
  const { domain, versions, metadata } = DOMAINS[framework]!;
  const scored = items.flatMap((item) => {
    const value = score(item);
    return value === undefined ? [] : [{ item, value }];
  });
  const parents = new Set(scored.map(({ item: { parent } }) => parent));
  return {
    name: `${answer.system}: ${title}`,
    versions: versions(edition),
    domain,
    description: `${title} of ${answer.system} in ${name} ${edition} as of ${answer.asOf}. ${meaning}`,
    sorting: 3,
    layout: { layout: 'side', showID: true, showName: true },
    hideDisabled: false,
    techniques: scored.map(({ item, value }) => ({
      techniqueID: item.item,
      score: value,
      comment: commentOf(item, view),
      enabled: true,
      metadata: metadataOf(item),
      showSubtechniques: parents.has(item.item),
    })),
    gradient: { colors: colours, minValue: 0, maxValue: 100 },
    legendItems: legend,
    metadata: [
      ...metadata(edition),
      { name: 'system', value: answer.system },
      { name: 'view', value: view },
      { name: 'score', value: meaning },
      { name: 'as of', value: answer.asOf },
      { name: 'threatloom', value: answer.threatloom },
      { name: 'digest', value: answer.digest },
    ],
  };
}

function commentOf(item: CoveredItem, view: LayerView): string {
  if (view !== 'paths') return `threats: ${item.threats.length}, answered: ${item.answered}`;
  return `${item.paths} of the paths found, the likeliest ${item.pathLikelihood}`;
}

function metadataOf({ threats, answered, evidenced, paths, mapping }: CoveredItem): readonly Metadata[] {
  return [
    { name: 'threats', value: String(threats.length) },
    { name: 'answered', value: String(answered) },
    { name: 'evidenced', value: evidenced ? 'yes' : 'no' },
    { name: 'paths', value: String(paths) },
    { name: 'mapping', value: mapping },
  ];
}
