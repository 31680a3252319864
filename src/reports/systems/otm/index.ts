/**
 * Open Threat Model 0.2, JSON. Source: https://github.com/iriusrisk/OpenThreatModel, `otm_schema.json`.
 */
import { defined } from '#model/model-fields';
import type { SystemExporter } from '#model/system-exporter';
import type { Actor, Asset, SystemModel } from '#model/system-model';
import {
  CARRIED_KEY,
  carriedActor,
  carriedAsset,
  carriedNamedFlow,
  carriedSafeguard,
  carriedSystem,
  leftOutOf,
  withoutName,
} from '../carried.ts';

/** A step of trust on the scale of OTM, which goes to 100. */
const TRUST_STEP = 20;

export const otm: SystemExporter = {
  id: 'otm',
  title: 'Open Threat Model 0.2, JSON',

  write(model) {
    const homeless = [...model.actors, ...model.assets].some(({ zone }) => zone === undefined);
    const nowhere = homeless ? freeId('no-zone', model) : undefined;
    const document = {
      otmVersion: '0.2.0',
      project: {
        name: model.name ?? model.id,
        id: model.id,
        ...texts(model),
        ...(model.owner !== undefined && { owner: model.owner }),
        attributes: { [CARRIED_KEY]: { ...withoutName(model), ...carriedSystem(model) } },
      },
      trustZones: [
        ...model.zones.map((zone) => ({
          id: zone.id,
          name: zone.name ?? zone.id,
          ...texts(zone),
          risk: { trustRating: zone.trust * TRUST_STEP },
          ...(zone.in !== undefined && { parent: { trustZone: zone.in } }),
          ...(zone.name === undefined && { attributes: { [CARRIED_KEY]: withoutName(zone) } }),
        })),
        // Every component wants a parent.
        ...(nowhere === undefined
          ? []
          : [
              {
                id: nowhere,
                name: 'In no zone',
                risk: { trustRating: 0 },
                attributes: { [CARRIED_KEY]: { sort: 'none' } },
              },
            ]),
      ],
      components: [
        ...model.actors.map((actor) => component(actor, 'actor', carriedActor(actor), nowhere)),
        ...model.assets.map((asset) => component(asset, asset.kind, carriedAsset(asset), nowhere)),
      ],
      dataflows: model.flows.map((flow) => ({
        id: flow.id,
        name: flow.name ?? flow.id,
        ...texts(flow),
        bidirectional: flow.both,
        source: flow.from,
        destination: flow.to,
        attributes: { [CARRIED_KEY]: { ...withoutName(flow), ...carriedNamedFlow(flow) } },
      })),
      mitigations: model.safeguards.map((safeguard) => ({
        id: safeguard.id,
        name: safeguard.name ?? safeguard.id,
        ...texts(safeguard),
        riskReduction: Math.round((safeguard.effectiveness ?? 0) * 100),
        attributes: { [CARRIED_KEY]: { ...withoutName(safeguard), ...carriedSafeguard(safeguard) } },
      })),
    };
    return { text: `${JSON.stringify(document, null, 2)}\n`, leftOut: leftOutOf(model) };
  },
};

function component(
  element: Actor | Asset,
  type: string,
  carried: Record<string, unknown>,
  nowhere: string | undefined,
): Record<string, unknown> {
  return defined({
    id: element.id,
    name: element.name ?? element.id,
    type,
    ...texts(element),
    parent: { trustZone: element.zone ?? nowhere },
    attributes: { [CARRIED_KEY]: { ...withoutName(element), ...carried } },
  });
}

function texts({ description }: { readonly description?: string }): { description?: string } {
  return description === undefined ? {} : { description };
}

function freeId(wanted: string, { zones, actors, assets, flows }: SystemModel): string {
  const taken = new Set([...zones, ...actors, ...assets, ...flows].map(({ id }) => id));
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  return id;
}
