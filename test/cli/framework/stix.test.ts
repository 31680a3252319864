import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleBundle, frameworkBundle, objectsOf, shipped } from '../../reports/stix/bundles.ts';
import { TestWorkspace } from './workspace.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/support-chatbot.system.yaml', import.meta.url));

const workspace = new TestWorkspace();
afterAll(() => {
  workspace.dispose();
});

describe('framework stix', () => {
  it('writes ATLAS and ATT&CK where nothing is named, to a file or not', async () => {
    const { code, out, err } = await workspace.run('framework', 'stix', '-o', 'mitre.json');
    expect([code, out, err]).toEqual([0, '', '']);
    expect(workspace.read('mitre.json')).toBe(frameworkBundle());
    const [atlas] = shipped();
    expect((await workspace.run('framework', 'stix', 'atlas')).out).toBe(frameworkBundle([atlas!]));
  });

  it('writes a system, with whole frameworks or not', async () => {
    const alone = await workspace.run('framework', 'stix', '--system', EXAMPLE, '--quiet');
    expect([alone.code, alone.err]).toEqual([0, '']);
    expect(alone.out).toBe(exampleBundle());
    const both = await workspace.run('framework', 'stix', 'atlas@5.6.1', '--system', EXAMPLE, '--quiet');
    expect(both.out).toBe(exampleBundle('2026-11-23', shipped().slice(0, 1)));
  });

  it('links controls of one framework to techniques of another', async () => {
    const { out } = await workspace.run('framework', 'stix', 'nist-800-53', 'attack-enterprise');
    const objects = objectsOf(out);
    const nist = new Set(
      objects
        .filter(({ type, id }) => type === 'course-of-action' && !/--.{14}4/.test(id))
        .map(({ id }) => id),
    );
    expect(nist.size).toBe(1190);
    const links = objects.filter((each) => nist.has(each['source_ref'] as string));
    expect(new Set(links.map((each) => each['relationship_type']))).toEqual(new Set(['mitigates']));
    expect(links.length).toBe(5263);
  });

  it('refuses what STIX has no objects for, and two editions of one framework', async () => {
    const risks = await workspace.run('framework', 'stix', 'owasp-llm@2025');
    expect([risks.code, risks.out]).toEqual([2, '']);
    expect(risks.err).toContain('STIX-020: owasp-llm 2025 has neither techniques nor controls');
    const twice = await workspace.run('framework', 'stix', 'atlas', 'atlas@5.6.1');
    expect([twice.code, twice.out]).toEqual([2, '']);
    expect(twice.err).toContain('STIX-021: a bundle holds one edition of atlas, not 5.6.1 and 5.6.1');
  });
});
