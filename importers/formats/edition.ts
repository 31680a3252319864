/**
 * Which edition a file is: the caller's word, then what stands in the file, then its name.
 */
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';

export interface EditionClues {
  readonly file: string;
  /** `ReadOptions.edition` */
  readonly given: string | undefined;
  /** What the content says. */
  readonly inside: string | undefined;
  /** Where `inside` stands. */
  readonly place?: Pick<Diagnostic, 'line' | 'column' | 'pointer'>;
}

export interface Edition {
  readonly edition: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Publishers raise the number in the file's name and forget the one inside when only a patch changed: ATLAS 5.6.1
 * says 5.6.0, ATLAS 4.5.2 says 4.5.1. So a name that differs from the content in the last place only is believed; one
 * that differs more is not. Either way, and where the caller's word differs, an `info` or `warning` says so.
 *
 * @example resolveEdition({ file: 'ATLAS-5.6.1.yaml', given: undefined, inside: '5.6.0' }).edition // '5.6.1'
 * @throws ThreatloomError EDITION-001 where nothing tells the edition
 */
export function resolveEdition({ file, given, inside, place }: EditionClues): Edition {
  const named = /(?<![\d.])\d+(?:\.\d+)+/.exec(file)?.[0];
  const edition = given ?? (isPatchOf(named, inside) ? named : inside) ?? named;
  if (edition === undefined) {
    throw new ThreatloomError('EDITION-001', 'nothing in the file or its name tells which edition it is', {
      file,
      hint: "name the edition (--edition), or keep the publisher's file name with its number",
    });
  }
  const witnesses = [
    ['the file itself', inside],
    ["the file's name", named],
  ] as const;
  const against = witnesses.find(([, says]) => says !== undefined && says !== edition);
  if (against?.[1] === undefined || (given !== undefined && given === inside))
    return { edition, diagnostics: [] };
  const [where, other] = against;
  return { edition, diagnostics: [differs(file, place, edition, other, where)] };
}

function differs(
  file: string,
  place: EditionClues['place'],
  edition: string,
  other: string,
  where: string,
): Diagnostic {
  return {
    code: 'EDITION-002',
    severity: isPatchOf(edition, other) ? 'info' : 'warning',
    message: `read as edition ${edition}, but ${where} says ${other}`,
    file,
    ...place,
    hint: 'name the edition (--edition) if this is not the one you mean',
  };
}

/** Same numbers but for the last. */
function isPatchOf(a: string | undefined, b: string | undefined): a is string {
  if (a === undefined || b === undefined) return false;
  const [x, y] = [a.split('.'), b.split('.')];
  return x.length >= 3 && x.length === y.length && x.slice(0, -1).join('.') === y.slice(0, -1).join('.');
}
