import type { DraftActor } from '#model/draft-system';
import type { AttackerKind } from '#model/system-model';
import { described } from '../../formats/described.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** Somebody who may attack: a guess which sort of attacker of ours it is. */
export function persona({
  node,
  title,
  id,
}: {
  readonly node: TreeNode;
  readonly title: string;
  readonly id: string;
}): DraftActor {
  const [skill, access] = [node.text('skill_level'), node.text('access_level')];
  const malicious = node.boolean('malicious_intent');
  const person = node.boolean('is_person');
  const applicability = node.text('applicability_to_org');
  const attacker: AttackerKind =
    malicious === false ? 'none' : skill === 'insider' || access === 'admin' ? 'insider' : 'external';
  node.account.guessed(
    node.pointer,
    `threat persona ${quoted(title)}`,
    `actor ${id}, ${attacker}`,
    'by intent, skill and access level',
  );
  return {
    id,
    name: title,
    ...described(node),
    place: node.place,
    attacker,
    ask: ['in which zone does this attacker start, and what may it use?'],
    extensions: {
      ...(skill === undefined ? {} : { 'x-skill-level': skill }),
      ...(access === undefined ? {} : { 'x-access-level': access }),
      ...(person === undefined ? {} : { 'x-is-person': person }),
      ...(applicability === undefined ? {} : { 'x-applicability': applicability }),
    },
  };
}
