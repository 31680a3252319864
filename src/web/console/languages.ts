/**
 * Just enough of Cypher and GraphQL to colour them. The server's own readers say what is wrong with a query.
 */
import { StreamLanguage } from '@codemirror/language';
import type { StreamParser, StringStream } from '@codemirror/language';
import type { QueryLanguage } from './query-language.ts';

const CYPHER_WORDS = new Set(
  (
    'match optional where with return order by skip limit as and or xor not in is null true false distinct exists ' +
    'count case when then else end asc desc starts ends contains unwind union all any none single call yield'
  ).split(' '),
);
const GRAPHQL_WORDS = new Set('query fragment on true false null'.split(' '));

interface State {
  /** What ends the comment or string that goes on in the next line; empty: none. */
  until: string;
}

function parser(
  words: ReadonlySet<string>,
  lineComment: string,
  blocks: readonly (readonly [string, string, string])[],
): StreamParser<State> {
  return {
    startState: () => ({ until: '' }),
    copyState: (state) => ({ ...state }),
    token: (stream, state) => {
      const open = blocks.find(([, end]) => end === state.until);
      if (open !== undefined) return untilEnd(stream, state, open);
      if (stream.eatSpace()) return null;
      if (stream.match(lineComment)) {
        stream.skipToEnd();
        return 'comment';
      }
      const block = blocks.find(([start]) => stream.match(start) === true);
      if (block !== undefined) {
        state.until = block[1];
        return untilEnd(stream, state, block);
      }
      if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return 'string';
      if (stream.match(/^\d+(?:\.\d+)?/)) return 'number';
      if (stream.match(/^[$@]\w+/)) return 'variableName';
      const word = stream.match(/^[A-Za-z_]\w*/);
      if (word !== null && typeof word !== 'boolean')
        return words.has(word[0].toLowerCase()) ? 'keyword' : 'propertyName';
      stream.next();
      return 'punctuation';
    },
  };
}

function untilEnd(
  stream: StringStream,
  state: State,
  [, end, style]: readonly [string, string, string],
): string {
  while (!stream.eol()) {
    if (stream.match(end)) {
      state.until = '';
      return style;
    }
    stream.next();
  }
  return style;
}

export const HIGHLIGHTERS: Readonly<Record<QueryLanguage, StreamLanguage<State>>> = {
  cypher: StreamLanguage.define(parser(CYPHER_WORDS, '//', [['/*', '*/', 'comment']])),
  graphql: StreamLanguage.define(parser(GRAPHQL_WORDS, '#', [['"""', '"""', 'string']])),
};
