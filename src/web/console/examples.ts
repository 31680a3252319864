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

export const EXAMPLES: Readonly<Record<QueryLanguage, readonly Example[]>> = {
  cypher: [
    { name: 'console.example.threats', text: assetsCypher },
    { name: 'console.example.paths', text: pathsCypher },
    { name: 'console.example.controls', text: controlsCypher },
  ],
  graphql: [
    { name: 'console.example.paths', text: pathsGraphql },
    { name: 'console.example.assets', text: assetsGraphql },
    { name: 'console.example.coverage', text: coverageGraphql },
  ],
};
