import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { toCsv } from '#web/export/csv';
import { clip, wrap } from '#web/export/fit-text';
import type { Palette } from '#web/export/palette';
import { escapeXml, isolated, textAt } from '#web/export/svg-text';
import { tablePicture } from '#web/export/table-picture';

const table = (...cells: (string | number | boolean | null)[]) => ({
  title: 'T',
  columns: cells.map((_, index) => `c${index}`),
  rows: [cells],
});
const row = (text: string): string => text.slice(1).split('\r\n').slice(1, -1).join('\r\n');

describe('CSV', () => {
  it('is read by spreadsheets as UTF-8, with quotes where they are needed', () => {
    expect(toCsv(table('资产', 'a,b', 'say "hi"', 'two\nlines', 0.25, -3, true, null))).toBe(
      '\uFEFFc0,c1,c2,c3,c4,c5,c6,c7\r\n资产,"a,b","say ""hi""","two\nlines",0.25,-3,true,\r\n',
    );
  });

  it.each([
    '=HYPERLINK("http://evil.example")',
    '+1',
    '-1+cmd',
    '@SUM(A1)',
    '  =1+1',
    '\t=1',
    '\r=1',
    '＝1+1',
    '－1',
    '\uFEFF=1',
  ])('makes no formula of %j', (name) => {
    expect(row(toCsv(table(name))).replace(/^"/, '')[0]).toBe("'");
  });

  it('leaves numbers that are negative numbers', () => {
    expect(row(toCsv(table(-1)))).toBe('-1');
  });
});

describe('a cut name', () => {
  it('is as it was where there is room', () => {
    expect(clip('bot', 3)).toBe('bot');
    expect(clip('👩‍🚒👩‍🚒', 2)).toBe('👩‍🚒👩‍🚒');
  });

  it('keeps whole characters', () => {
    expect(clip('👩‍🚒👩‍🚒👩‍🚒', 2)).toBe('👩‍🚒…');
    expect(clip('x'.repeat(10_000), 5)).toBe('xxxx…');
  });

  it('is short also where one character has ten thousand parts', () => {
    expect(clip(`a${'\u0301'.repeat(10_000)}`, 10).length).toBeLessThan(200);
  });

  it('has at most so many characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const segments = [...new Intl.Segmenter().segment(clip(text, limit))];
        expect(segments.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('is broken between words, and ends with dots where it does not fit', () => {
    const wide = (text: string): number => text.length;
    expect(wrap('Anyone who opens the site', 12, 2, wide)).toEqual(['Anyone who', 'opens the s…']);
    expect(wrap('refund-tool', 8, 2, wide)).toEqual(['refund-', 'tool']);
    expect(wrap('unbreakable', 6, 2, wide)).toEqual(['unbre…']);
    expect(wrap('   ', 6, 2, wide)).toEqual([]);
  });
});

const PALETTE: Palette = {
  background: '#fff',
  ink: '#111',
  muted: '#555',
  line: '#ccc',
  head: '#eee',
  tint: () => ({ fill: '#fee', ink: '#900' }),
};

/** Texts and element names of a document; fails where it is not well-formed. */
function readXml(xml: string): { readonly texts: readonly string[]; readonly elements: ReadonlySet<string> } {
  const texts: string[] = [];
  const elements = new Set<string>();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => texts.push(text));
  parser.on('opentag', ({ name }) => elements.add(name));
  parser.write(xml).close();
  return { texts, elements };
}

describe('a picture of a table', () => {
  it('has what the rows say, as text', () => {
    const name = '</text><script>alert(1)</script>';
    const { texts, elements } = readXml(tablePicture(table(name, 'שלום\u202E', '💥 & <b>'), PALETTE));
    expect(elements).toEqual(new Set(['svg', 'title', 'rect', 'text']));
    expect(texts).toEqual(
      expect.arrayContaining([isolated(name), isolated('💥 & <b>'), isolated('שלום\u202E')]),
    );
  });

  it('is well-formed whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        readXml(tablePicture(table(text), PALETTE));
      }),
      { numRuns: 200 },
    );
  });

  it('says how many rows it leaves out', () => {
    const many = { title: 'T', columns: ['n'], rows: Array.from({ length: 302 }, (_, index) => [index]) };
    expect(readXml(tablePicture(many, PALETTE)).texts).toContain(isolated('… + 2'));
  });
});

it('writes characters that XML does not have as a mark in their place', () => {
  expect(escapeXml('a\u0000b\uD800c')).toBe('a\uFFFDb\uFFFDc');
  expect(textAt(1, 2, '"<', { fill: '"' })).toBe(
    '<text x="1" y="2" fill="&quot;">\u2068&quot;&lt;\u2069</text>',
  );
});
