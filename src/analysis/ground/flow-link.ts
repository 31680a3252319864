import { CARRIED_BACK } from '#model/system-model';
import type { Carried, Flow } from '#model/system-model';
import type { Elements } from './elements.ts';
import { LinkBuilder } from './link.ts';
import type { Link } from './link.ts';

/** What the way back of a flow carries. */
function returned(flow: Flow): Carried[] {
  return flow.carries.map((carried) => CARRIED_BACK[carried] ?? carried);
}

/**
 * Flows from asset or actor to asset or actor, with the ways back.
 *
 * @param carrying keeps flows that carry one of these; absent: all
 */
export function flowLink(elements: Elements, carrying?: readonly string[]): Link {
  const builder = new LinkBuilder();
  const carries = (carried: readonly Carried[]): boolean =>
    carrying === undefined || carried.some((each) => carrying.includes(each));
  for (const flow of elements.system.flows) {
    const from = elements.participant(flow.from);
    const to = elements.participant(flow.to);
    if (carries(flow.carries)) builder.add(from, to);
    if (flow.both && carries(returned(flow))) builder.add(to, from);
  }
  return builder.build(elements.count);
}
