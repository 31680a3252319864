import type { DraftActor, DraftZone } from '#model/draft-system';
import { quoted } from '../../formats/quoted.ts';
import { headOf, type Part } from './common.ts';
import type { Controls } from './controls.ts';
import { restOf } from './defaults.ts';

const OWN = ['name', 'description', 'inBoundary', 'controls', '__class__'];

export function zoneOf(part: Part, parent: string | undefined, controls: Controls): DraftZone {
  const { node, name, id } = part;
  const what = `boundary ${quoted(name)}`;
  controls.of(node, id);
  node.account.read(node.pointer, what, `zone ${id}`);
  return {
    ...headOf(part),
    ...(parent === undefined ? {} : { in: parent }),
    extensions: restOf(node, what, OWN),
  };
}

export function actorOf(part: Part, zone: string | undefined, controls: Controls): DraftActor {
  const { node, name, id } = part;
  const what = `Actor ${quoted(name)}`;
  controls.of(node, id);
  node.account.read(node.pointer, what, `actor ${id}`);
  return {
    ...headOf(part),
    ...(zone === undefined ? {} : { zone }),
    extensions: restOf(node, what, OWN),
  };
}
