import type { AttackLibrary, LibraryDefaults } from '#model/attack-library';
import { compareText } from '#model/diagnostics';

/** Where no library states its defaults; a library does so in `library.yaml`, with its reasons. */
const FALLBACK: LibraryDefaults = {
  likelihood: { realized: 0.8, demonstrated: 0.6, feasible: 0.3 },
  attacker: { external: 1, partner: 0.5, supplier: 0.3, insider: 0.3 },
  effectiveness: 0.7,
  cost: 1,
};

/** The defaults of the first library, by id, that states any: several sets of numbers would not compare. */
export function defaultsOf(libraries: readonly AttackLibrary[]): LibraryDefaults {
  const stated = libraries.filter(({ defaults }) => defaults !== undefined);
  stated.sort((a, b) => compareText(a.id, b.id));
  return stated[0]?.defaults ?? FALLBACK;
}
