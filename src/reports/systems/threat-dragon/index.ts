/**
 * OWASP Threat Dragon, version 2. Source: https://github.com/OWASP/threat-dragon, `threat-dragon-v2.schema.json`.
 */
import { defined } from '#model/model-fields';
import type { SystemExporter } from '#model/system-exporter';
import type { Asset, Flow, SystemModel } from '#model/system-model';
import {
  CARRIED_KEY,
  carriedActor,
  carriedAsset,
  carriedNamedFlow,
  carriedSafeguards,
  carriedSystem,
  leftOutOf,
  withoutName,
} from '../carried.ts';
import { drawnSortOf } from '../drawn-sort.ts';
import { layoutOf, type Placed } from './layout.ts';

/** Of the tool whose schema this was written against. */
const VERSION = '2.5.0';

export const threatDragon: SystemExporter = {
  id: 'threat-dragon',
  title: 'OWASP Threat Dragon, version 2',

  write(model) {
    const places = layoutOf(model);
    const { name, id, description, owner } = model;
    const carried = {
      system: id,
      ...withoutName(model),
      ...carriedSystem(model),
      ...carriedSafeguards(model),
    };
    const title = name ?? id;
    const document = {
      version: VERSION,
      summary: { title, owner: owner ?? '', description: withCarried(description, carried), id: 0 },
      detail: {
        contributors: [],
        diagrams: [
          {
            id: 0,
            title,
            diagramType: 'STRIDE',
            thumbnail: './public/content/images/thumbnail.stride.jpg',
            version: VERSION,
            cells: cellsOf(model, places),
          },
        ],
        diagramTop: 1,
        reviewer: '',
        threatTop: 0,
      },
    };
    return { text: `${JSON.stringify(document, null, 2)}\n`, leftOut: leftOutOf(model) };
  },
};

function cellsOf(model: SystemModel, places: ReadonlyMap<string, Placed>): unknown[] {
  const placed = (id: string) => {
    const { x, y, width, height } = places.get(id)!;
    return { position: { x, y }, size: { width, height } };
  };
  const zones = model.zones.map(({ id, name, description, trust, in: outer }) => ({
    id: cellId(id),
    shape: 'trust-boundary-box',
    zIndex: -1,
    ...placed(id),
    attrs: { label: { text: name ?? id } },
    data: {
      type: 'tm.BoundaryBox',
      name: name ?? id,
      description: withCarried(
        description,
        defined({
          id,
          ...(name === undefined && { nameless: true }),
          trust,
          in: outer === undefined ? undefined : cellId(outer),
        }),
      ),
      isTrustBoundary: true,
      hasOpenThreats: false,
    },
  }));
  const nodes = [
    ...model.actors.map((actor) => ({ element: actor, sort: 'actor', carried: carriedActor(actor) })),
    ...model.assets.map((asset) => ({ element: asset, sort: shapeOf(asset), carried: carriedAsset(asset) })),
  ].map(({ element, sort, carried }) => ({
    id: cellId(element.id),
    shape: sort,
    zIndex: 1,
    visible: true,
    ...placed(element.id),
    attrs: { text: { text: element.name ?? element.id } },
    data: {
      type: `tm.${sort[0]!.toUpperCase()}${sort.slice(1)}`,
      name: element.name ?? element.id,
      description: withCarried(element.description, { id: element.id, ...withoutName(element), ...carried }),
      outOfScope: false,
      reasonOutOfScope: '',
      isTrustBoundary: false,
      hasOpenThreats: false,
      threats: [],
    },
  }));
  return [...zones, ...nodes, ...model.flows.map(flowCell)];
}

function flowCell(flow: Flow): unknown {
  const name = flow.name ?? '';
  return {
    id: cellId(flow.id),
    shape: 'flow',
    zIndex: 10,
    connector: 'smooth',
    source: { cell: cellId(flow.from) },
    target: { cell: cellId(flow.to) },
    labels: [name],
    data: {
      type: 'tm.Flow',
      name,
      description: withCarried(flow.description, { id: flow.id, ...carriedNamedFlow(flow) }),
      outOfScope: false,
      isBidirectional: flow.both,
      isEncrypted: flow.encrypted === true,
      isPublicNetwork: false,
      protocol: '',
      isTrustBoundary: false,
      hasOpenThreats: false,
      threats: [],
    },
  };
}

/** Ids of the tool have two letters at least. */
function cellId(id: string): string {
  return id.length < 2 ? `${id}_` : id;
}

function shapeOf(asset: Asset): 'actor' | 'process' | 'store' {
  const sort = drawnSortOf(asset);
  return sort === 'external' ? 'actor' : sort;
}

/** The tool keeps no attributes, so what it has no place for is the last line of a description. */
function withCarried(description: string | undefined, carried: Record<string, unknown>): string {
  const line = `${CARRIED_KEY}: ${JSON.stringify(carried)}`;
  return description === undefined ? line : `${description}\n\n${line}`;
}
