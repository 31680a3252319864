import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../../importers/systems/kubernetes/index.ts';
import { flowsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';
import { GUARDED_NAMESPACE } from './guarded-namespace.ts';

describe('a namespace with what guards and changes it', () => {
  const { draft, losses, diagnostics } = kubernetes.read([systemFile('more.yaml', GUARDED_NAMESPACE)]);
  const asset = (id: string) => draft.assets.find((each) => each.id === id)!;

  it('says where workloads can send, by all policies that select them', () => {
    expect(
      draft.assets.flatMap(({ id, facts }) => (facts?.egress === undefined ? [] : [[id, facts.egress]])),
    ).toEqual([
      ['router', ['none']],
      ['trainer', ['allow-list']],
      ['notebook', ['any']],
    ]);
    expect(linesOf(losses, 'read').filter((line) => line.startsWith('NetworkPolicy'))).toEqual([
      'NetworkPolicy "deny" → egress of router, trainer, notebook: none',
      'NetworkPolicy "buckets" → egress of trainer: allow-list',
      'NetworkPolicy "open" → egress of notebook: any',
    ]);
    expect(linesOf(losses, 'not-read').filter((line) => line.includes('NetworkPolicy'))).toEqual([
      'NetworkPolicy "by-expression": it selects by expressions, which are not followed',
    ]);
  });

  it('never takes a policy that it cannot follow for one that closes more', () => {
    const open = GUARDED_NAMESPACE.replace(
      'operator: Exists }] }, policyTypes: [Egress] }',
      'operator: Exists }] }, policyTypes: [Egress], egress: [{}] }',
    );
    const { draft: widened } = kubernetes.read([systemFile('more.yaml', open)]);
    expect(widened.assets.flatMap(({ facts }) => facts?.egress ?? [])).toEqual(['any', 'any', 'any']);
  });

  it('says what workloads may do to the cluster', () => {
    expect(asset('notebook')).toMatchObject({
      ask: expect.arrayContaining([
        'its role "run-jobs" can change what the cluster runs: who can make it do so?',
      ]) as unknown,
      extensions: { 'x-roles': ['run-jobs'] },
    });
    expect(asset('trainer').extensions).toMatchObject({ 'x-roles': ['read-secrets'] });
    expect(linksOf(draft).filter((link) => link.includes('credentials-in'))).toEqual([
      'router credentials-in secrets-of-ml',
      'trainer credentials-in secrets-of-ml',
    ]);
    expect(linesOf(losses, 'not-read').filter((line) => line.includes('Role'))).toEqual([
      'ClusterRole "unused": no workload here is bound to it',
      'RoleBinding "to-people": no workload here runs as whom it names',
    ]);
  });

  it('says what workloads see of volumes and of their host', () => {
    expect(linksOf(draft).filter((link) => link.includes('stored-in'))).toEqual([
      'notebook stored-in weights',
      'trainer stored-in weights',
    ]);
    expect(asset('notebook').extensions).toMatchObject({ 'x-controls-engine': true });
    expect(asset('trainer').extensions).toMatchObject({
      'x-privileges': ['capability SYS_ADMIN', 'hostNetwork'],
      'x-volumes': ['/data'],
    });
  });

  it('takes from files of settings which workloads they name, and nothing else', () => {
    expect(flowsOf(draft)).toEqual(['router ↔ trainer']);
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'KUBE-004 the ServiceAccount "notebook" is nowhere here',
    ]);
  });
});
