/**
 * Attack paths as flows of the Attack Flow extension 2.0.0 of MITRE's Center for Threat-Informed Defense, which is how
 * STIX says in which order things are done: https://center-for-threat-informed-defense.github.io/attack-flow/
 */
import type { AttackPathResult } from '#model/analysis-result';
import type { StixBundle } from './bundle.ts';
import { ownId } from './ids.ts';

const UUID = 'fb9c968a-745b-4ade-9b25-c324172197f4';
const EXTENSION = `extension-definition--${UUID}`;
const IN_EXTENSION = { extensions: { [EXTENSION]: { extension_type: 'new-sdo' } } };

/** What a flow needs to know of the rest of the bundle. */
export interface FlowContext {
  readonly system: string;
  /** When the state was judged. */
  readonly modified: string;
  readonly technique: (id: string) => { readonly ref?: string; readonly name: string };
  readonly tactic: (id: string) => string | undefined;
  /** STIX id and name of an asset or actor. */
  readonly element: (id: string) => { readonly ref: string; readonly name: string } | undefined;
}

/** Writes a path; gives the id of its flow. */
export function addAttackFlow(bundle: StixBundle, path: AttackPathResult, context: FlowContext): string {
  const { system, modified } = context;
  addExtension(bundle);
  const idOf = (step: number): string => ownId('attack-action', system, path.goal, path.rank, step);
  path.steps.forEach((step, place) => {
    const technique = context.technique(step.technique);
    const tactic = context.tactic(step.tactic);
    const asset = addAttackAsset(bundle, step.asset, context);
    const effects = path.steps.flatMap(({ enabledBy }, later) =>
      enabledBy.includes(place) ? [idOf(later)] : [],
    );
    const action = {
      type: 'attack-action',
      id: idOf(place),
      name: technique.name,
      technique_id: step.technique,
      ...(technique.ref === undefined ? {} : { technique_ref: technique.ref }),
      tactic_id: step.tactic,
      ...(tactic === undefined ? {} : { tactic_ref: tactic }),
      ...(asset === undefined ? {} : { asset_refs: [asset] }),
      ...(effects.length === 0 ? {} : { effect_refs: effects }),
      ...IN_EXTENSION,
    };
    bundle.addOwn(action, modified);
  });
  const starts = path.steps.flatMap(({ enabledBy }, place) => (enabledBy.length === 0 ? [idOf(place)] : []));
  const at = context.element(path.asset)?.name ?? path.asset;
  const flow = {
    type: 'attack-flow',
    id: ownId('attack-flow', system, path.goal, path.rank),
    name: `${path.loss} of ${at}, path ${path.rank}`,
    description: `A possible path, derived from a model and not observed. Likelihood ${path.likelihood}, risk ${path.risk}.`,
    scope: 'attack-tree',
    start_refs: starts,
    ...IN_EXTENSION,
  };
  return bundle.addOwn(flow, modified);
}

function addAttackAsset(
  bundle: StixBundle,
  id: string,
  { system, modified, element }: FlowContext,
): string | undefined {
  const found = element(id);
  if (found === undefined) return undefined;
  const asset = {
    type: 'attack-asset',
    id: ownId('attack-asset', system, id),
    name: found.name,
    object_ref: found.ref,
    ...IN_EXTENSION,
  };
  return bundle.addOwn(asset, modified);
}

function addExtension(bundle: StixBundle): void {
  const maker = bundle.add({
    type: 'identity',
    id: `identity--${UUID}`,
    name: 'MITRE Center for Threat-Informed Defense',
    identity_class: 'organization',
  });
  bundle.add({
    type: 'extension-definition',
    id: EXTENSION,
    created_by_ref: maker,
    name: 'Attack Flow',
    description: 'Objects for flows of actions of an attacker, as its schema defines them.',
    schema:
      'https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json',
    version: '2.0.0',
    extension_types: ['new-sdo'],
  });
}
