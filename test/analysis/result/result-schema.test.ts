import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { analyze } from '#analysis/analyze';
import { resultJsonSchema } from '#analysis/result/result-json-schema';
import { analysisResultSchema } from '#model/analysis-result';
import { knowledge, libraryOf, SYSTEM, systemOf, TODAY } from '../tiny.ts';

const result = analyze({
  system: systemOf(SYSTEM),
  libraries: [libraryOf()],
  knowledge,
  today: TODAY,
  version: '1',
});
const ajv = new Ajv2020({ strict: true, strictRequired: false });
formats.default(ajv);
const accepts = ajv.compile(resultJsonSchema());
const plain = (): Record<string, unknown> => JSON.parse(JSON.stringify(result)) as Record<string, unknown>;

describe('the JSON Schema of a result', () => {
  it('is committed as it is generated (npx vitest run test/analysis/result/result-schema.test.ts --update)', async () => {
    const schema = JSON.stringify(resultJsonSchema(), null, 2) + '\n';
    await expect(schema).toMatchFileSnapshot('../../../schemas/result.schema.json');
  });

  it('accepts a result, and fields that a later version may add', () => {
    expect(accepts(plain())).toBe(true);
    expect(accepts({ ...plain(), later: 1 })).toBe(true);
  });

  it.each([
    ['threats'],
    ['paths'],
    ['chokePoints'],
    ['controlPlan'],
    ['askNext'],
    ['coverage'],
    ['diagnostics'],
    ['digest'],
    ['frameworks'],
    ['system'],
    ['threatloom'],
  ])('refuses a result without %s', (key) => {
    const { [key]: dropped, ...rest } = plain();
    expect(dropped).toBeDefined();
    expect(accepts(rest)).toBe(false);
  });

  it('agrees with the schema that checks result files', () => {
    expect(analysisResultSchema.parse(plain())).toEqual(plain());
    const { data } = analysisResultSchema.safeParse({ ...plain(), digest: 'short' });
    expect(data).toBeUndefined();
  });
});
