import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDownloads, type PublisherDownload } from '#knowledge/publisher-downloads';
import { ThreatloomError } from '#model/errors';
import { fetchAddress, fetchDownload } from '#workspace/fetched-files';
import { readFrameworkFiles } from '#workspace/framework-files';
import { addFrameworks } from '#workspace/frameworks';
import { openSources } from '#workspace/import-sources';
import { atlasYaml } from '../cli/framework/workspace.ts';
import { PublisherServer } from '../download/publisher-server.ts';

const server = new PublisherServer();
let workspace: string;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'threatloom-fetch-'));
  server.pages.clear();
  server.requests.length = 0;
});
afterEach(() => {
  rmSync(workspace, { recursive: true, force: true });
});

const network = () => ({ network: server.network() });
const digest = (content: string): string => createHash('sha256').update(content).digest('hex');
const refusal = async (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'was fetched',
    (error: unknown) => {
      if (error instanceof ThreatloomError)
        return `${error.code} ${error.message}`.replace(/:\d{4,5}\//, '/');
      throw error;
    },
  );

describe('a file that is a link to another', () => {
  beforeEach(() => {
    server.serve('/dist/ATLAS-latest.yaml', 'v6/ATLAS-latest.yaml');
    server.serve('/dist/v6/ATLAS-latest.yaml', 'ATLAS-9.1.0.yaml\n');
    server.serve('/dist/v6/ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
  });

  it('leads to that one, whose checksum is meant', async () => {
    const address = server.address('/dist/ATLAS-latest.yaml');
    const file = await fetchAddress(workspace, address, network());
    expect([file.file, file.sha256]).toEqual(['ATLAS-9.1.0.yaml', digest(atlasYaml('9.1.0'))]);
    const sha256 = digest(atlasYaml('9.1.0'));
    expect((await fetchAddress(workspace, address, { sha256, ...network() })).sha256).toBe(sha256);
    expect(await refusal(fetchAddress(workspace, address, { sha256: digest('x'), ...network() }))).toBe(
      'FETCH-009 https://files.publisher.test/dist/v6/ATLAS-9.1.0.yaml is not the file that was expected',
    );
  });

  it('does not lead out of its folder, nor in a circle', async () => {
    for (const link of ['../secret.yaml', 'v6/../../secret.yaml']) {
      server.serve('/dist/away.yaml', link);
      expect(await refusal(fetchAddress(workspace, server.address('/dist/away.yaml'), network()))).toBe(
        `FETCH-011 https://files.publisher.test/dist/away.yaml is a link out of its folder: ${link}`,
      );
    }
    server.serve('/dist/circle.yaml', 'circle.yaml');
    expect(await refusal(fetchAddress(workspace, server.address('/dist/circle.yaml'), network()))).toBe(
      'FETCH-011 https://files.publisher.test/dist/circle.yaml leads from link to link without end',
    );
  });
});

describe('an edition of several files', () => {
  const entry = (sha256?: string): PublisherDownload => ({
    framework: 'owasp-ml',
    edition: '2023',
    licence: 'CC BY-SA 4.0',
    files: ['ML01_2023-A.md', 'ML02_2023-B.md'].map((name, index) => ({
      url: server.address(`/docs/${index}.md`),
      name,
      ...(sha256 === undefined ? {} : { sha256 }),
    })),
  });
  const page = (number: number, text: string): string =>
    `---\ntitle: ML0${number}:2023 X\n---\n\n## Description\n\n${text}\n`;

  beforeEach(() => {
    server.serve('/docs/0.md', page(1, 'One.'));
    server.serve('/docs/1.md', page(2, 'Two.'));
  });

  it('is fetched whole and read as one, and must stay what the lock names', async () => {
    const files = await fetchDownload(workspace, entry(), network());
    expect(files.map(({ file }) => file)).toEqual(['ML01_2023-A.md', 'ML02_2023-B.md']);
    const editions = readFrameworkFiles(files);
    expect(editions.map(({ records }) => records.risks.map(({ id }) => id))).toEqual([['ML01', 'ML02']]);
    addFrameworks(workspace, editions);
    expect(await fetchDownload(workspace, entry(), network())).toHaveLength(2);
    server.serve('/docs/1.md', page(2, 'Other.'));
    expect(await refusal(fetchDownload(workspace, entry(), network()))).toBe(
      'FETCH-009 owasp-ml 2023 is not what threatloom.lock means',
    );
  });

  it('is not fetched again where the digest is known and the file is there', async () => {
    const [first] = entry(digest(page(1, 'One.'))).files;
    const one = { ...entry(), files: [first!] };
    await fetchDownload(workspace, one, network());
    await fetchDownload(workspace, one, network());
    expect(server.requests).toEqual(['/docs/0.md']);
  });

  it('has no one checksum', async () => {
    expect(await refusal(fetchDownload(workspace, entry(), { sha256: digest('x'), ...network() }))).toBe(
      'FETCH-012 owasp-ml 2023 has 2 files',
    );
  });
});

describe('addresses among the sources of an import', () => {
  it('are fetched, http is refused, and names become no paths', async () => {
    server.serve('/..%2f..%2fevil.yaml', atlasYaml('9.1.0'));
    const { files } = await openSources([server.address('/..%2f..%2fevil.yaml')], workspace, network());
    expect(files.map(({ file }) => file)).toEqual(['_.._evil.yaml']);
    const all = readdirSync(join(workspace, '.threatloom', 'downloads'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(all.filter((name) => name.endsWith('.yaml'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{12}\/_\.\._evil\.yaml$/) as string,
    ]);
    expect(await refusal(openSources(['http://files.publisher.test/a'], workspace, network()))).toMatch(
      /^FETCH-001 /,
    );
  });
});

describe('the table of download addresses', () => {
  it('knows the newest, named editions and any other', () => {
    const downloads = readDownloads();
    const urls = (id: string, edition?: string) => downloads.find(id, edition).files.map(({ url }) => url);
    const atlas = 'https://raw.githubusercontent.com/mitre-atlas/atlas-data';
    expect(urls('atlas')).toEqual([`${atlas}/main/dist/ATLAS-latest.yaml`]);
    expect(urls('atlas', '5.6.1')).toEqual([`${atlas}/v5.6.1/dist/ATLAS.yaml`]);
    expect(urls('atlas', '2026.08')).toEqual([`${atlas}/main/dist/v6/ATLAS-2026.08.yaml`]);
    expect(downloads.find('atlas').edition).toBeUndefined();
    expect(downloads.find('owasp-llm')).toMatchObject({
      edition: '2026',
      notice: expect.any(String) as string,
    });
    expect(urls('owasp-mcp', '2025')[1]).toMatch(
      /\/2025\/MCP02-2025%E2%80%93Privilege-Escalation-via-Scope-Creep\.md$/,
    );
  });

  it('says what it knows where it does not know', () => {
    const downloads = readDownloads();
    expect(() => downloads.find('nobody')).toThrow('no address is known for "nobody"');
    expect(() => downloads.find('owasp-llm', '2024')).toThrow(
      'no address is known for edition 2024 of owasp-llm',
    );
    expect(() => downloads.find('atlas', '../../x')).toThrow(
      'no address is known for edition ../../x of atlas',
    );
  });

  const good = 'framework: a, edition: "1", licence: L, from: "https://h/", files: [{ path: f }]';
  it.each([
    ['no https', good.replace('https:', 'http:'), '/downloads/0/from'],
    ['a folder without its slash', good.replace('h/', 'h/x'), '/downloads/0/from'],
    ['a path out of the folder', good.replace('path: f', 'path: ../f'), '/downloads/0/files/0/path'],
    ['a key that is not known', `${good}, x: 1`, '/downloads/0'],
  ])('is refused with %s', (_what, entry, pointer) => {
    expect(() => readDownloads(`downloads: [{ ${entry} }]`)).toThrow(
      expect.objectContaining({ code: 'DOWNLOADS-001', pointer }) as Error,
    );
    expect(readDownloads(`downloads: [{ ${good} }]`).all()).toHaveLength(1);
  });

  it('names no edition twice', () => {
    expect(() => readDownloads(`downloads: [{ ${good} }, { ${good} }]`)).toThrow('it names a@1 twice');
  });
});
