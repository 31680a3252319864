import type { DraftActor, DraftZone } from '#model/draft-system';
import { quoted } from '../../formats/quoted.ts';
import { described, type Part } from './common.ts';
import type { Controls } from './controls.ts';
import { restOf } from './defaults.ts';

const OWN = ['name', 'description', 'inBoundary', 'controls', '__class__'];

export function zoneOf({ node, name, id }: Part, parent: string | undefined, controls: Controls): DraftZone {
  const what = `boundary ${quoted(name)}`;
  controls.of(node, id);
  node.account.read(node.pointer, what, `zone ${id}`);
  return {
    id,
    name,
    ...described(node),
    place: node.place,
    ...(parent === undefined ? {} : { in: parent }),
    extensions: restOf(node, what, OWN),
  };
}

export function actorOf({ node, name, id }: Part, zone: string | undefined, controls: Controls): DraftActor {
  const what = `Actor ${quoted(name)}`;
  controls.of(node, id);
  node.account.read(node.pointer, what, `actor ${id}`);
  return {
    id,
    name,
    ...described(node),
    place: node.place,
    ...(zone === undefined ? {} : { zone }),
    extensions: restOf(node, what, OWN),
  };
}
