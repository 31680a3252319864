import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { systemJsonSchema } from '../../src/systems/json-schema.ts';
import { example, fixture, schemaValidator } from './support.ts';

interface BadInput {
  readonly name: string;
  readonly structural?: boolean;
  readonly text: string;
}

const accepts = schemaValidator();

describe('the JSON Schema of a system model', () => {
  it('is committed as it is generated (npx vitest run test/systems/json-schema.test.ts --update)', async () => {
    const schema = JSON.stringify(systemJsonSchema(), null, 2) + '\n';
    await expect(schema).toMatchFileSnapshot('../../schemas/system.schema.json');
  });

  it.each(['support-chatbot', 'fraud-detection', 'trading-model'])('accepts the example %s', (name) => {
    expect(accepts(parse(example(name)))).toBe(true);
  });

  it('accepts a file with every section of the format', () => {
    expect(accepts(parse(fixture('whole-format.system.yaml')))).toBe(true);
  });

  it('accepts x- keys wherever keys are fixed', () => {
    const document = {
      threatloom: 1,
      system: 's',
      'x-a': {},
      profile: { 'x-b': null },
      assets: { a: { kind: 'own-kind', 'x-c': [1], value: { 'x-d': 1 } } },
      flows: [{ from: 'a', to: 'a', 'x-e': 1 }],
    };
    expect(accepts(document)).toBe(true);
  });

  const structural = (parse(fixture('bad-inputs.yaml')) as BadInput[]).filter(
    (bad) => bad.structural === true,
  );

  it.each(structural)('refuses $name', ({ text }) => {
    expect(accepts(parse(text))).toBe(false);
  });

  it('suggests the kinds of the format and takes others', () => {
    const kinds = (kind: string): boolean => accepts({ threatloom: 1, system: 's', assets: { a: { kind } } });
    expect([kinds('agent'), kinds('trading-model'), kinds('Trading Model')]).toEqual([true, true, false]);
  });
});
