import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectSystem, SYSTEM_IMPORTERS } from '#importers/systems/registry';
import { openImportFile } from '../../../importers/formats/import-file.ts';

const folder = fileURLToPath(new URL('../../../importers/systems', import.meta.url));
const file = (path: string, text: string) => ({ ...openImportFile(path, Buffer.from(text)), path });

describe('the registry of system importers', () => {
  it('lists the folders beside it, each under its own name', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(SYSTEM_IMPORTERS.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
    for (const { id } of SYSTEM_IMPORTERS)
      expect([id, existsSync(`${folder}/${id}/index.ts`)]).toEqual([id, true]);
  });

  it('has no format twice', () => {
    const formats = SYSTEM_IMPORTERS.flatMap((importer) => importer.formats.map(({ id }) => id));
    expect(new Set(formats).size).toBe(formats.length);
  });

  it('says what is known where no importer takes a file', () => {
    expect(() => detectSystem([file('notes.txt', 'hello')])).toThrow(
      expect.objectContaining({ code: 'IMPORT-001', file: 'notes.txt' }) as Error,
    );
    expect(() => detectSystem([file('notes.json', '{"a":')])).toThrow(
      expect.objectContaining({ code: 'INPUT-005', line: 1, column: 6 }) as Error,
    );
    expect(() => detectSystem([], 'nobody')).toThrow(
      expect.objectContaining({ code: 'IMPORT-002', message: 'there is no importer "nobody"' }) as Error,
    );
  });
});

describe('a folder with a system and what else lies in it', () => {
  const stack = file('compose.yaml', 'services:\n  bot:\n    image: acme/bot\n');
  const override = file('compose.override.yaml', 'services:\n  bot:\n    ports: ["80:80"]\n');
  const settings = file('.env', 'TAG=1\n');
  const chart = file('docs/chart.mmd', 'flowchart LR\n  a --> b\n');
  const deployment = file('k8s/bot.yaml', 'apiVersion: apps/v1\nkind: Deployment\n');
  const service = file('k8s/service.yaml', 'apiVersion: v1\nkind: Service\n');
  const kustomization = file('k8s/kustomization.yaml', 'resources: [bot.yaml, service.yaml]\n');
  const others = [file('package.json', '{"name":"bot"}'), file('mkdocs.yml', 'site_name: Bot\n')];
  const taken = (...input: Parameters<typeof detectSystem>[0]) => {
    const { format, input: read } = detectSystem(input);
    return [format.id, ...read.map(({ path }) => path)];
  };

  it('is read with what belongs to it, and without the rest', () => {
    expect(taken(...others, settings, stack)).toEqual(['compose', '.env', 'compose.yaml']);
    expect(taken(...others, override, stack)).toEqual(['compose', 'compose.override.yaml', 'compose.yaml']);
    expect(taken(deployment, service, ...others, kustomization)).toEqual([
      'kubernetes',
      'k8s/bot.yaml',
      'k8s/service.yaml',
      'k8s/kustomization.yaml',
    ]);
    expect(taken(...others, chart)).toEqual(['mermaid-flowchart', 'docs/chart.mmd']);
  });

  it('is read before what a page draws of it', () => {
    const page = file('README.md', '```mermaid\nflowchart LR\n  a --> b\n```\n');
    expect(taken(page, chart)).toEqual(['mermaid-flowchart', 'docs/chart.mmd']);
    expect(taken(...others, page, stack)).toEqual(['compose', 'README.md', 'compose.yaml']);
    expect(taken(...others, page)).toEqual(['mermaid-flowchart', 'README.md']);
  });

  it('is read as the importer that is named sees it', () => {
    const { format, input } = detectSystem([chart, stack, settings, ...others], 'compose');
    expect([format.id, ...input.map(({ path }) => path)]).toEqual([
      'compose',
      'docs/chart.mmd',
      'compose.yaml',
      '.env',
    ]);
  });

  it.each([
    ['of two importers', [stack, chart]],
    ['of an importer that takes one at a time', [chart, file('docs/other.mmd', 'flowchart LR\n  c --> d\n')]],
  ])('is refused where it has two systems, %s', (_, systems) => {
    expect(() => detectSystem([...others, ...systems])).toThrow(
      expect.objectContaining({
        code: 'IMPORT-008',
        message: 'these are 2 systems; one is read at a time',
        file: systems.map(({ path }) => path).join(', '),
        hint: 'name the file that is meant, or its importer with --from',
      }) as Error,
    );
  });
});
