/** Formats of reports, one line each. A writer is loaded when its format is asked for. */
import type { CoverageAnswer } from '#model/answers/coverage';
import type { CoverageLook } from './coverage/text.ts';
import type { LayerView } from './navigator/layer.ts';

export interface CoverageOptions extends CoverageLook {
  readonly view: LayerView;
}

export interface CoverageFormat {
  readonly id: string;
  readonly title: string;
  /** A pure function from the answer to the text. */
  readonly load: () => Promise<(answer: CoverageAnswer, options: CoverageOptions) => string>;
}

export const COVERAGE_FORMATS: readonly CoverageFormat[] = [
  {
    id: 'text',
    title: 'counts and matrices',
    load: async () => (await import('./coverage/text.ts')).coverageText,
  },
  { id: 'json', title: 'everything', load: async () => (await import('./json/json.ts')).jsonText },
  { id: 'csv', title: 'one row an item', load: async () => (await import('./coverage/rows.ts')).coverageCsv },
  { id: 'html', title: 'one page', load: async () => (await import('./coverage/html.ts')).coverageHtml },
  {
    id: 'navigator',
    title: 'a layer of the MITRE Navigator',
    load: async () => {
      const { navigatorLayer } = await import('./navigator/layer.ts');
      return (answer, { view }) => navigatorLayer(answer, view);
    },
  },
];
