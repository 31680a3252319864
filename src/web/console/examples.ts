/**
 * Queries to begin with. `$system` is the system that is looked at.
 */
import assetsCypher from './examples/assets.cypher?raw';
import controlsCypher from './examples/controls.cypher?raw';
import pathsCypher from './examples/paths.cypher?raw';
import assetsGraphql from './examples/assets.graphql?raw';
import coverageGraphql from './examples/coverage.graphql?raw';
import pathsGraphql from './examples/paths.graphql?raw';
import type { QueryLanguage } from './query-language.ts';
import type { WebKey } from '../page/messages.tsx';

export interface Example {
  readonly name: WebKey;
  readonly text: string;
}

const example = (name: WebKey, text: string): Example => ({ name, text: text.trimEnd() });

export const EXAMPLES: Readonly<Record<QueryLanguage, readonly Example[]>> = {
  cypher: [
    example('console.example.threats', assetsCypher),
    example('console.example.paths', pathsCypher),
    example('console.example.controls', controlsCypher),
  ],
  graphql: [
    example('console.example.paths', pathsGraphql),
    example('console.example.assets', assetsGraphql),
    example('console.example.coverage', coverageGraphql),
  ],
};
