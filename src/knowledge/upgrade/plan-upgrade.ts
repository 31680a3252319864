/**
 * What moving a user's files from one edition to another would change in them: ids, the editions beside them, and names that
 * they repeat. Nothing else of a text is touched.
 */
import type { FrameworkRecords, MappingRecord } from '#model/framework-records';
import { ThreatloomError } from '#model/errors';
import { TextLines } from '../text-lines.ts';
import { livingRecords, recordFates, type Fate, type Heir } from './fate.ts';
import type { FilePlaces, IdPlace, Left, Span } from './id-place.ts';
import { ownCsvPlaces, sssomPlaces } from './table-places.ts';
import { yamlPlaces } from './yaml-places.ts';

export interface UpgradedFile {
  readonly file: string;
  readonly text: string;
}

export interface PlacedId {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** `/accepted/0/technique`, `object_id` */
  readonly what: string;
  readonly id: string;
  readonly name: string;
}

export interface Move extends PlacedId {
  readonly to: Heir;
  /** Taken from the caller, where nothing else says so. */
  readonly decided: boolean;
}

export interface OpenQuestion extends PlacedId {
  readonly why: 'retired' | 'split';
  readonly candidates: readonly Heir[];
}

export interface UpgradePlan {
  readonly framework: string;
  readonly from: string;
  readonly to: string;
  readonly moves: readonly Move[];
  /** Places that keep their id and only change the edition or the name beside it. */
  readonly restated: readonly PlacedId[];
  readonly open: readonly OpenQuestion[];
  /** Only those that change; as they will be once no question is open. */
  readonly files: readonly UpgradedFile[];
}

export interface PlanInput {
  readonly from: FrameworkRecords;
  readonly to: FrameworkRecords;
  /** Mappings of the framework on itself; see `recordFates`. */
  readonly rows: readonly MappingRecord[];
  readonly files: readonly UpgradedFile[];
  /** Id of the edition that is left → id of the other, or `keep`. Only what is open is decided. */
  readonly decisions?: ReadonlyMap<string, string>;
}

/** As a decision: the text stays as it is. */
export const KEEP = 'keep';

/**
 * O(size of the files).
 *
 * @throws ThreatloomError UPGRADE-001 (nothing to move between), UPGRADE-002 (a decision that cannot be), UPGRADE-003, UPGRADE-004
 *   (a file of an unknown kind)
 */
export function planUpgrade({ from, to, rows, files, decisions = new Map() }: PlanInput): UpgradePlan {
  const { id: framework, edition } = from.framework;
  if (framework !== to.framework.id || edition === to.framework.edition) {
    throw new ThreatloomError(
      'UPGRADE-001',
      `${framework}@${edition} and ${to.framework.id}@${to.framework.edition} are not two editions of one framework`,
    );
  }
  const fates = recordFates(from, to, rows);
  const decided = withDecisions(fates, decisions, to);
  const left: Left = { framework, edition, names: new Map([...fates].map(([id, { name }]) => [id, name])) };
  const moves: Move[] = [];
  const restated: PlacedId[] = [];
  const open: OpenQuestion[] = [];
  const upgraded: UpgradedFile[] = [];
  for (const { file, text } of files) {
    const places = placesIn(text, file, left);
    const edits: Edit[] = places.editions.map((span) => ({ ...span, text: to.framework.edition }));
    const lines = new TextLines(text);
    for (const place of places.ids) {
      const { id, what } = place;
      const fate = decided.get(id.text)!;
      const placed: PlacedId = { file, ...lines.at(id.start), what, id: id.text, name: fate.name };
      if (fate.kind === 'open') {
        if (decisions.get(id.text) === KEEP) continue;
        open.push({ ...placed, why: fate.why, candidates: fate.candidates });
        continue;
      }
      const own = editsOf(place, fate, to.framework.edition, text);
      if (fate.kind === 'moved') moves.push({ ...placed, to: fate.to, decided: decisions.has(id.text) });
      else if (own.length > 0) restated.push(placed);
      edits.push(...own);
    }
    if (edits.length > 0) upgraded.push({ file, text: edited(text, edits) });
  }
  return { framework, from: edition, to: to.framework.edition, moves, restated, open, files: upgraded };
}

function withDecisions(
  fates: ReadonlyMap<string, Fate>,
  decisions: ReadonlyMap<string, string>,
  to: FrameworkRecords,
): ReadonlyMap<string, Fate> {
  const decided = new Map(fates);
  const living = livingRecords(to);
  for (const [id, choice] of decisions) {
    const fate = fates.get(id);
    const name = living.get(choice);
    if (fate === undefined) throw impossible(`${id} is not in the edition that is left`);
    if (fate.kind !== 'open') {
      throw impossible(
        `${id} needs no decision: it ${fate.kind === 'kept' ? 'stays' : `becomes ${fate.to.id}`}`,
      );
    }
    if (choice === KEEP) continue;
    if (name === undefined) throw impossible(`${to.framework.id} ${to.framework.edition} has no ${choice}`);
    decided.set(id, { kind: 'moved', name: fate.name, to: { id: choice, name } });
  }
  return decided;
}

function impossible(message: string): ThreatloomError {
  return new ThreatloomError('UPGRADE-002', message, { hint: 'decide as OLD=NEW, or OLD=keep' });
}

function placesIn(text: string, file: string, left: Left): FilePlaces {
  const places = sssomPlaces(text, left) ?? ownCsvPlaces(text, left) ?? yamlPlaces(text, file, left);
  if (places !== undefined) return places;
  throw new ThreatloomError('UPGRADE-004', 'this is no file whose ids can be followed', {
    file,
    hint: 'system models, attack libraries, frameworks of your own (YAML or CSV) and SSSOM tables are; is it well-formed?',
  });
}

interface Edit extends Span {
  readonly text: string;
}

function editsOf(
  place: IdPlace,
  fate: Exclude<Fate, { kind: 'open' }>,
  edition: string,
  text: string,
): readonly Edit[] {
  const { id, edition: stated, label } = place;
  const wanted: readonly (Edit | undefined)[] = [
    { start: id.start, end: id.end, text: written(fate.to.id, text.slice(id.start, id.end)) },
    stated && { start: stated.start, end: stated.end, text: edition },
    label && { start: label.start, end: label.end, text: fate.to.name },
  ];
  return wanted.flatMap((edit) =>
    edit === undefined || text.slice(edit.start, edit.end) === edit.text ? [] : [edit],
  );
}

/** In CURIEs a space may be written `%20`. */
function written(id: string, before: string): string {
  return before.includes('%20') ? id.replaceAll(' ', '%20') : id;
}

function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}
