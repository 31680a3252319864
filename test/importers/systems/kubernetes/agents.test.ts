import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../../importers/systems/kubernetes/index.ts';
import { flowsOf, kindsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';
import { AGENT_STACK } from './agent-stack.ts';

describe('agents of kagent', () => {
  const { draft, losses, diagnostics } = kubernetes.read([systemFile('a.yaml', AGENT_STACK)]);
  const asset = (id: string) => draft.assets.find((each) => each.id === id)!;

  it('use models, and call tools and each other', () => {
    expect(linksOf(draft).filter((link) => link.startsWith('lead') || link.startsWith('helper'))).toEqual([
      'helper uses chat',
      'lead calls fetch',
      'lead calls helper',
      'lead calls pools',
      'lead calls search',
      'lead depends-on github',
      'lead uses chat',
      'lead uses memory',
    ]);
    expect(flowsOf(draft)).toEqual([
      'pools ↔ w',
      'lead ↔ chat',
      'lead ↔ memory',
      'lead ↔ pools',
      'lead ↔ search',
      'lead ↔ fetch',
      'lead ↔ helper',
      'helper ↔ chat',
    ]);
    expect(kindsOf(draft)).toContain('memory: embedding-model');
    expect(asset('lead').description).toBe('Leads.');
  });

  it('have models and tools of their own and of others, which may ask a person', () => {
    expect(asset('memory').facts?.provider).toEqual(['third-party']);
    expect(asset('chat').facts?.provider).toBeUndefined();
    expect(asset('search').facts).toEqual({ provider: ['third-party'], 'description-from': ['remote'] });
    expect(asset('pools').facts).toEqual({ 'description-from': ['remote'] });
    expect(asset('pools').extensions).toMatchObject({ 'x-tools': ['a', 'b'], 'x-approved-calls': ['b'] });
    expect(linksOf(draft)).toContain('fetch deployed-from pypi');
    expect(linksOf(draft)).toContain('pools credentials-in secrets-of-ai');
    expect(
      draft.assets.flatMap(({ id, extensions }) => (extensions?.['x-may-be-called-by'] ? [id] : [])),
    ).toEqual(['fetch', 'lead', 'helper', 'w']);
  });

  it('give no text of a prompt away, and report what is nowhere', () => {
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the host "gateway.ai" that address of ModelConfig "chat" names is nowhere here',
      'the MCPServer "lost" of Agent "lead" is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read').filter((line) => !line.includes('command line'))).toEqual([
      'host "gateway.ai" (address of ModelConfig "chat"): it is nowhere here',
      'system message: texts of prompts are not read',
      'MCPServer "lost": it is nowhere here',
    ]);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });
});
