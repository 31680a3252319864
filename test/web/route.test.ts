import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VIEWS, formatRoute, parseRoute, withChange } from '#web/page/route';
import { formatSorting, parseSorting } from '#web/views/sorting';
import { formatChoice, parseChoice } from '#web/views/what-if';

describe('an address', () => {
  it('says what is shown', () => {
    expect(parseRoute('?system=bot&view=paths&path=free-money/1&step=2')).toEqual({
      system: 'bot',
      view: 'paths',
      params: { path: ['free-money/1'], step: ['2'] },
    });
  });

  it('without anything is the diagram of the first system', () => {
    expect(parseRoute('')).toEqual({ view: 'diagram', params: {} });
    expect(parseRoute('?view=nonsense&system=')).toEqual({ view: 'diagram', params: {} });
  });

  it('leads back to the same route, whatever the names in it', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    const own = name.filter((each) => each !== 'system' && each !== 'view');
    const params = fc.dictionary(own, fc.array(name, { minLength: 1, maxLength: 3 }), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(name, fc.constantFrom(...VIEWS), params, (system, view, given) => {
        const route = { system, view, params: given };
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  it('names parameters in one order, and none that is empty', () => {
    const params = withChange(
      { q: ['x'], step: ['2'] },
      { asset: 'bot', step: undefined, on: ['b', 'a'], risk: '' },
    );
    expect(formatRoute({ view: 'gaps', params })).toBe('?view=gaps&asset=bot&on=b&on=a&q=x');
  });
});

describe('parts of an address', () => {
  it('say by which column rows are sorted', () => {
    expect([parseSorting(''), parseSorting('risk'), parseSorting('-risk')]).toEqual([
      undefined,
      { key: 'risk', down: false },
      { key: 'risk', down: true },
    ]);
    expect(formatSorting({ key: 'risk', down: true })).toBe('-risk');
  });

  it('say which control is on, and where', () => {
    for (const choice of [
      { control: 'AML.M0020' },
      { control: 'TL.C18', places: ['bot', 'crm'] },
      { control: 'TL.C18', places: [] },
    ]) {
      expect(parseChoice(formatChoice(choice))).toEqual(choice);
    }
    expect(formatChoice({ control: 'TL.C18', places: ['bot', 'crm'] })).toBe('TL.C18@bot~crm');
  });
});
