import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextLines } from '#model/text-lines';

it('counts lines and columns from 1, at the end of a text as well', () => {
  const lines = new TextLines('a\nbc\n\nd');
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((offset) => Object.values(lines.placeOf(offset)).join(':'))).toEqual([
    '1:1',
    '1:2',
    '2:1',
    '2:2',
    '2:3',
    '3:1',
    '4:1',
    '4:2',
  ]);
});

it('counts as one does who reads the text from its start', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r') }), fc.nat(), (text, at) => {
      const offset = Math.min(at, text.length);
      const before = text.slice(0, offset).split('\n');
      expect(new TextLines(text).placeOf(offset)).toEqual({
        line: before.length,
        column: before.at(-1)!.length + 1,
      });
    }),
  );
});
