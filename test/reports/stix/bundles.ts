import { fileURLToPath } from 'node:url';
import { loadKnowledge } from '#knowledge/load-knowledge';
import type { FrameworkRecords } from '#model/framework-records';
import { stixBundle } from '#reports/stix/stix';
import { analyzeSystem, openWorkspace, readSystem } from '#workspace/analysis';
import { stixSource } from '#workspace/stix';

export interface WrittenObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

const FRAMEWORKS = ['atlas', 'attack-enterprise'];

export function shipped(): readonly FrameworkRecords[] {
  return loadKnowledge().frameworks.filter(({ framework }) => FRAMEWORKS.includes(framework.id));
}

export function frameworkBundle(frameworks = shipped()): string {
  return stixBundle(stixSource(frameworks));
}

/** @param today on which the system is judged */
export function exampleBundle(today = '2026-11-23', frameworks: readonly FrameworkRecords[] = []): string {
  const workspace = openWorkspace();
  const file = fileURLToPath(new URL('../../../examples/support-chatbot.system.yaml', import.meta.url));
  const { model, folder, diagnostics } = readSystem(workspace, file, '/');
  const result = analyzeSystem(workspace, model!, { today, folder, diagnostics });
  return stixBundle(stixSource(frameworks, { workspace, model: model!, result }));
}

export function objectsOf(bundle: string): readonly WrittenObject[] {
  return (JSON.parse(bundle) as { readonly objects: readonly WrittenObject[] }).objects;
}

export function countByType(objects: readonly WrittenObject[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, relationship_type: kind } of objects) {
    const name = typeof kind === 'string' ? `${type}/${kind}` : type;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
