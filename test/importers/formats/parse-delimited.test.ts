import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDelimited } from '#importers/formats/delimited/parse-delimited';

describe('tables as text', () => {
  it.each([
    [
      'plain cells',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no line break at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CR LF, and an empty cell last',
      'a,b\r\n1,\r\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['an empty cell at the very end', 'a,', [['a', '']]],
    [
      'quotes, doubled quotes, delimiters and line breaks in a cell',
      '"a ""b""","c,\nd"\n',
      [['a "b"', 'c,\nd']],
    ],
    ['a quote inside a cell is only a quote', 'a "b",c\n', [['a "b"', 'c']]],
    ['a quote that is never closed', 'a\n"b,c\nd', [['a'], ['b,c\nd']]],
    ['empty lines', '\n\na\n\n', [['a']]],
    ['a byte order mark', '\uFEFFa,b', [['a', 'b']]],
  ])('reads %s', (_what, text, cells) => {
    expect(parseDelimited(text, ',').map((row) => row.cells)).toEqual(cells);
  });

  it('counts lines over cells that have several', () => {
    expect(parseDelimited('h\n\n"a\nb"\nc\n', '\t').map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it('reads back every table that is written with all cells in quotes', () => {
    const table = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (rows, delimiter, end) => {
          const text = rows.map((row) => row.map(quoted).join(delimiter) + end).join('');
          expect(parseDelimited(text, delimiter).map(({ cells }) => cells)).toEqual(rows);
        },
      ),
    );
  });
});
