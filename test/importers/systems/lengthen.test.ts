import { expect, it } from 'vitest';
import { lengthened } from './lengthen.ts';

it('makes one word of a text long and leaves the rest', () => {
  const text = '{"name": "web shop", "n": 1}';
  expect(lengthened(text, 2, 0)).toBe(`{"name": "web ${'a'.repeat(100_000)}", "n": 1}`);
  expect(lengthened(text, 4, 7)).toBe(`{"name": "web shop", "n": ${'é'.repeat(100_000)}}`);
  expect(lengthened('{}', 4, 7)).toBe('{}');
});
