import { describe, expect, it } from 'vitest';
import { apiSchemaFile, apiSchemaText } from '#graphql/schema/api-schema';

describe('the schema of the API', () => {
  it('is what the generator makes of graph-schema/', async () => {
    await expect(await apiSchemaText()).toMatchFileSnapshot(apiSchemaFile());
  });
});
