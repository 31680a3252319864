import pc from 'picocolors';
import type { Chain, ChainLink } from '#knowledge/mappings/chains';

/** Chains for people: what follows from each, its weakest word, and below it every link with its source. */
export function chainText(chains: readonly Chain[], top: number, colour: boolean): string {
  const { bold, cyan, dim, yellow } = pc.createColors(colour);
  if (chains.length === 0) return 'no chain of mappings joins them; try --max-links 4\n';
  const shown = chains.slice(0, top).map((chain) => {
    const { links, predicate, weakestPredicate, weakestTrust, confidenceAtMost, unstated, others } = chain;
    const [first, last] = [links[0]!.from, links.at(-1)!.to];
    const sure =
      confidenceAtMost === undefined ? 'no confidence stated' : `confidence at most ${confidenceAtMost}`;
    const notes = [
      `weakest: ${weakestPredicate}, ${weakestTrust}`,
      unstated > 0 && confidenceAtMost !== undefined
        ? `${sure} (${unstated} of ${links.length} state none)`
        : sure,
      ...(others > 0 ? [`${others} other ${others === 1 ? 'way' : 'ways'}`] : []),
    ];
    return [
      `${cyan(first.key)} ${bold(predicate)} ${cyan(last.key)} ${last.name}`,
      `  ${yellow(notes.join('; '))}`,
      ...links.map((link) => `  ${linkText(link)}  ${dim(`${link.trust}: ${link.source}`)}`),
      '',
    ].join('\n');
  });
  const more = chains.length - shown.length;
  const rest = more > 0 ? dim(`… and ${more} more: --top ${chains.length}, or --format json\n`) : '';
  return `${shown.join('\n')}${rest === '' ? '' : `\n${rest}`}`;
}

/** Mitigations and the like read from the control, whichever way the chain goes. */
function linkText({ from, to, predicate, turned, confidence }: ChainLink): string {
  const oneWay = predicate.startsWith('threatloom:');
  const arrow = oneWay && turned ? `← ${predicate} ←` : `→ ${predicate} →`;
  return `${from.key} ${arrow} ${to.key} ${to.name}${confidence === undefined ? '' : ` (${confidence})`}`;
}
