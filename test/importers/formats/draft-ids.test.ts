import { describe, expect, it } from 'vitest';
import { DraftIds, kebabCase, readableId } from '#importers/formats/draft-ids';

describe('ids of drafts', () => {
  it.each([
    ['Web server', 'web-server'],
    ['webShop', 'web-shop'],
    ['s3Bucket2', 's3-bucket2'],
    ['every6Hours', 'every6-hours'],
    ['B2C Customer', 'b2c-customer'],
    ['Llama-3.1-8B', 'llama-3-1-8b'],
    ['E2E', 'e2e'],
    ['WebShop', 'web-shop'],
    ['userDB', 'user-db'],
    ['Azure OpenAI', 'azure-openai'],
    ['PostgreSQL', 'postgresql'],
    ['GitHub registry', 'github-registry'],
    ['MyGitHubBot', 'mygithub-bot'],
    ['Böser Server (v2)', 'boser-server-v2'],
    ['数据库', ''],
  ])('of %s are %s', (name, id) => {
    expect(kebabCase(name)).toBe(id);
  });

  it('are made of the id where people chose that, of the name else, and of neither where a tool made up both', () => {
    const guid = '3A5BE5EA-014B-408C-BE0E-98F6E1204248';
    expect([readableId('web', 'Web server'), readableId('Web 1', 'Web server')]).toEqual([
      'web',
      'Web server',
    ]);
    expect([readableId(guid, 'Web server'), readableId('17', 'Web server')]).toEqual([
      'Web server',
      'Web server',
    ]);
    expect([
      readableId(guid, undefined),
      readableId('17', undefined),
      readableId('Web 1', undefined),
    ]).toEqual([undefined, undefined, 'Web 1']);
  });

  it('come once each', () => {
    const ids = new DraftIds();
    expect([
      ids.make('Web', 'x'),
      ids.make('web', 'x'),
      ids.make(undefined, 'flow'),
      ids.make('', 'flow'),
    ]).toEqual(['web', 'web-2', 'flow', 'flow-2']);
    expect(ids.make('true', 'x')).toBe('true-1');
  });
});
