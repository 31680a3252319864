import type { DraftAsset, DraftElement, DraftSafeguard, DraftSystem, DraftZone } from '#model/draft-system';
import { z } from 'zod';
import { SHA256 } from '../structure.ts';
import type { DraftNotes } from './draft-notes.ts';

/** Words that a model may use, as loaded. */
export interface DraftVocabulary {
  readonly kinds: ReadonlySet<string>;
  /** Absent: control ids are taken as they are. */
  readonly controlIds?: ReadonlySet<string>;
  /** Absent: technique ids are taken as they are. */
  readonly techniqueIds?: ReadonlySet<string>;
}

/** A draft whose values a model may have; another is kept beside its place as an `x-*` key, with a warning. */
export function settleValues(
  draft: DraftSystem,
  vocabulary: DraftVocabulary,
  notes: DraftNotes,
): DraftSystem {
  return {
    ...draft,
    zones: draft.zones.map((zone) => settleTrust(zone, notes)),
    assets: draft.assets.map((asset) => settleKind(asset, vocabulary, notes)),
    safeguards: draft.safeguards.map((each) => settleSafeguard(each, vocabulary, notes)),
    evidence: draft.evidence.map((each) => {
      const isDate = (date: string | undefined): boolean => z.iso.date().safeParse(date).success;
      const { sha256, collected, expires, ...rest } = each;
      return {
        ...rest,
        ...(sha256 !== undefined && SHA256.test(sha256) && { sha256 }),
        ...(collected !== undefined && isDate(collected) && { collected }),
        ...(expires !== undefined && isDate(expires) && { expires }),
        measures: each.measures.map(({ technique, ...measure }) => ({
          ...measure,
          ...(technique !== undefined && (vocabulary.techniqueIds?.has(technique) ?? true) && { technique }),
        })),
      };
    }),
  };
}

function settleTrust(zone: DraftZone, notes: DraftNotes): DraftZone {
  const { trust, ...rest } = zone;
  if (trust === undefined || (Number.isInteger(trust) && trust >= 0 && trust <= 5)) return zone;
  return aside(rest, `zone "${zone.id}"`, 'x-trust', trust, `a trust of ${trust} is none from 0 to 5`, notes);
}

function settleKind(asset: DraftAsset, { kinds }: DraftVocabulary, notes: DraftNotes): DraftAsset {
  const { kind, ...rest } = asset;
  if (kind === undefined || kinds.has(kind)) return asset;
  return aside(rest, `asset "${asset.id}"`, 'x-kind', kind, `no library knows the kind "${kind}"`, notes);
}

function settleSafeguard(
  safeguard: DraftSafeguard,
  { controlIds }: DraftVocabulary,
  notes: DraftNotes,
): DraftSafeguard {
  const what = `safeguard "${safeguard.id}"`;
  const controls = [...new Set(safeguard.implements)];
  const known = controls.filter((id) => controlIds?.has(id) ?? true);
  const unknown = controls.filter((id) => !known.includes(id));
  let settled: DraftSafeguard = { ...safeguard, implements: known };
  if (unknown.length > 0) {
    const why = `no framework or library knows the control ${unknown.map((id) => `"${id}"`).join(', ')}`;
    settled = aside(settled, what, 'x-implements', unknown, why, notes);
  }
  const { effectiveness, ...rest } = settled;
  if (effectiveness === undefined || (effectiveness >= 0 && effectiveness <= 1)) return settled;
  return aside(rest, what, 'x-effectiveness', effectiveness, `${effectiveness} is none from 0 to 1`, notes);
}

function aside<T extends DraftElement>(
  element: T,
  what: string,
  key: string,
  value: unknown,
  why: string,
  notes: DraftNotes,
): T {
  notes.keepAside('IMPORT-006', element.place, what, why, `it is kept as ${key}`);
  return { ...element, extensions: { ...element.extensions, [key]: value } };
}
