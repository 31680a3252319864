import { describe, expect, it } from 'vitest';
import { decodeText, headText } from '../../../importers/formats/text.ts';

describe('the text of a file', () => {
  const written = 'Zoë: <a/> 模型';
  const little = Buffer.from(`\uFEFF${written}`, 'utf16le');
  const big = Buffer.from(little).swap16();

  it.each([
    ['UTF-8', Buffer.from(written)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${written}`)],
    ['UTF-16, the low byte first', little],
    ['UTF-16, the high byte first', big],
  ])('is read in %s', (_, bytes) => {
    const file = { file: 'a', sha256: '', bytes };
    expect(decodeText(file)).toBe(written);
    expect(headText(file, 10).startsWith('Zo')).toBe(true);
  });
});
