import type { DraftSafeguard, DraftThreat } from '#model/draft-system';
import { DraftIds } from '../../formats/draft-ids.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** Ids that the text of a finding's references names. */
const REFERENCE =
  /\b(?:CWE-\d{1,5}|CAPEC-\d{1,5})\b|capec\.mitre\.org\/data\/definitions\/(\d{1,5})|cwe\.mitre\.org\/data\/definitions\/(\d{1,5})/g;

/**
 * Findings of pytm as threats. What it proposes against one sort of threat is one safeguard on all that have it; it is in
 * place only where the answer to a finding says `mitigated`.
 *
 * @param refer id of the draft for the name of an element
 */
export function findingsOf(
  root: TreeNode,
  safeguardIds: DraftIds,
  refer: (name: string) => string,
): { readonly threats: DraftThreat[]; readonly safeguards: DraftSafeguard[] } {
  const ids = new DraftIds();
  const safeguards = new Map<string, DraftSafeguard>();
  const read = (node: TreeNode, excluded: boolean): DraftThreat => {
    const sid = node.text('threat_id') ?? node.text('id') ?? '';
    const name = node.text('description') ?? sid;
    const target = node.text('target');
    const details = node.text('details');
    const severity = node.text('severity');
    const response = node.text('response');
    const mitigations = node.text('mitigations');
    const references = node.text('references') ?? '';
    node.tell('id', 'condition', 'example', 'likelihood', 'cvss', 'assumption', 'uses');
    const on = target === undefined || target === '' ? [] : [refer(target)];
    const done = response !== undefined && /^mitigated/i.test(response);
    const covers: string[] = [];
    if (mitigations !== undefined) {
      const key = `${sid} ${done ? 'done' : 'open'}`;
      const known = safeguards.get(key);
      const id = known?.id ?? safeguardIds.make(`against ${sid}`, 'mitigation');
      covers.push(id);
      safeguards.set(key, {
        id,
        name: `Against ${sid}: ${name}`,
        description: [mitigations, ...(done ? [response] : [])].join('\n\n'),
        place: known?.place ?? node.place,
        on: [...new Set([...(known?.on ?? []), ...on])],
        implements: [],
        status: done ? 'in-place' : 'planned',
      });
    }
    const id = ids.make(`${sid} ${target ?? ''}`, 'finding');
    node.account.kept(
      node.pointer,
      `finding ${sid} at ${quoted(target ?? '')}`,
      `x-threats ${id}`,
      'threatloom derives its own threats',
    );
    const found = [...references.matchAll(REFERENCE)].map(([whole, capec, cwe]) =>
      capec !== undefined ? `CAPEC-${capec}` : cwe !== undefined ? `CWE-${cwe}` : whole,
    );
    const status = excluded ? 'excluded' : response;
    return {
      id,
      name,
      ...(details === undefined ? {} : { description: details }),
      place: node.place,
      on,
      ...(status === undefined ? {} : { status }),
      ...(severity === undefined ? {} : { severity }),
      safeguards: covers,
      references: [...new Set([sid, ...found])].filter((reference) => reference !== ''),
    };
  };
  const threats = [
    ...root.objects('findings').map((node) => read(node, false)),
    ...root.objects('excluded_findings').map((node) => read(node, true)),
  ];
  return { threats, safeguards: [...safeguards.values()] };
}
