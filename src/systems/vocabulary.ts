/**
 * What the loaded libraries and frameworks know: kinds, controls, techniques, profile keys; and the marks of a model
 * that says less than it could.
 */
import { z } from 'zod';
import { ASSET_KINDS } from '#model/asset-kinds';
import type { LibraryKind } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import { FOREIGN_KINDS, type ProfileKey, type ProfileScalar } from '#model/system-model';
import type { DidYouMean } from './did-you-mean.ts';
import type { Findings, Path } from './findings.ts';
import { asMapping, elementsOf, field, textsUnder, type Element } from './named-ids.ts';

export interface Vocabulary {
  /** Kinds of the loaded libraries, beside those of the format itself. */
  readonly kinds?: readonly LibraryKind[];
  /** Without them, control ids are not checked. */
  readonly controlIds?: Iterable<string>;
  /** Without them, technique ids are not checked. */
  readonly techniqueIds?: Iterable<string>;
  /** Without them, profile keys are not checked. */
  readonly profileKeys?: readonly ProfileKey[];
  /** Makes unknown profile keys and values errors. */
  readonly strict?: boolean;
}

export function checkVocabulary(
  document: unknown,
  vocabulary: Vocabulary,
  findings: Findings,
  didYouMean: DidYouMean,
): void {
  checkKinds(document, vocabulary.kinds ?? [], findings, didYouMean);
  checkTechniquesAndControls(document, vocabulary, findings, didYouMean);
  checkProfile(document, vocabulary, findings, didYouMean);
  checkSafeguards(elementsOf(document, 'safeguards'), findings);
  for (const flow of elementsOf(document, 'flows')) {
    if (isAbsentOrEmpty(flow, 'carries')) {
      findings.add('SYS-048', flow.path, 'the flow does not say what it carries', {
        part: 'key',
        hint: 'without "carries", rules about prompts, documents or credentials do not see it',
      });
    }
  }
  for (const each of elementsOf(document, 'evidence')) checkDates(each, findings);
}

function checkKinds(
  document: unknown,
  kinds: readonly LibraryKind[],
  findings: Findings,
  didYouMean: DidYouMean,
): void {
  const known = new Set([...ASSET_KINDS.keys(), ...kinds.map(({ id }) => id)]);
  const foreign: ReadonlySet<string> = new Set(FOREIGN_KINDS);
  for (const { path, fields } of elementsOf(document, 'assets')) {
    const kind = field(fields, 'kind');
    if (typeof kind !== 'string') continue;
    if (!known.has(kind)) {
      findings.add('SYS-023', [...path, 'kind'], `no library knows the kind "${kind}"`, {
        hint: didYouMean.hint(kind, known) ?? 'docs/system-model.md lists the kinds',
      });
    } else if (foreign.has(kind)) {
      findings.add(
        'SYS-045',
        [...path, 'kind'],
        `"${kind}" says little: rules treat it as plain infrastructure`,
        {
          hint: 'choose the kind that fits best from docs/system-model.md',
        },
      );
    }
  }
}

function checkTechniquesAndControls(
  document: unknown,
  vocabulary: Vocabulary,
  findings: Findings,
  didYouMean: DidYouMean,
): void {
  const controls = vocabulary.controlIds && new Set(vocabulary.controlIds);
  const techniques = vocabulary.techniqueIds && new Set(vocabulary.techniqueIds);
  for (const safeguard of elementsOf(document, 'safeguards')) {
    for (const { text, path } of textsUnder(safeguard, 'implements')) {
      if (controls === undefined || controls.has(text)) continue;
      findings.add('SYS-024', path, `no framework or library knows the control "${text}"`, {
        hint:
          techniques?.has(text) === true
            ? 'this is a technique; name the control that answers it'
            : didYouMean.hint(text, controls),
      });
    }
  }
  if (techniques === undefined) return;
  const measures = elementsOf(document, 'evidence').flatMap(({ path, fields }) => {
    const list = field(fields, 'measures');
    return Array.isArray(list)
      ? list.map((item, index): Element => ({
          id: '',
          path: [...path, 'measures', index],
          fields: asMapping(item),
        }))
      : [];
  });
  for (const element of [...measures, ...elementsOf(document, 'accepted')]) {
    for (const { text, path } of textsUnder(element, 'technique')) {
      if (techniques.has(text)) continue;
      findings.add('SYS-025', path, `no framework knows the technique "${text}"`, {
        hint: didYouMean.hint(text, techniques),
      });
    }
  }
}

function checkProfile(
  document: unknown,
  { profileKeys, strict }: Vocabulary,
  findings: Findings,
  didYouMean: DidYouMean,
): void {
  if (profileKeys === undefined) return;
  const severity = strict === true ? 'error' : 'warning';
  const known = new Map<string, Set<ProfileScalar> | undefined>();
  for (const { key, values } of profileKeys) {
    const before = known.has(key) ? known.get(key) : new Set<ProfileScalar>();
    // One library that takes any value makes all values possible.
    known.set(
      key,
      values === undefined || before === undefined ? undefined : new Set([...before, ...values]),
    );
  }
  for (const [key, value] of Object.entries(asMapping(field(asMapping(document), 'profile')))) {
    if (!known.has(key)) {
      findings.add('SYS-044', ['profile', key], `no library reads the profile key "${key}"`, {
        part: 'key',
        severity,
        hint: didYouMean.hint(key, [...known.keys()]),
      });
      continue;
    }
    const values = known.get(key);
    if (values === undefined) continue;
    for (const [scalar, path] of scalarsOf(value, ['profile', key])) {
      if (values.has(scalar)) continue;
      findings.add('SYS-044', path, `no library reads the value ${JSON.stringify(scalar)} of "${key}"`, {
        severity,
        hint: didYouMean.hint(String(scalar), [...values].map(String)),
      });
    }
  }
}

function scalarsOf(value: unknown, path: Path): [ProfileScalar, Path][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => scalarsOf(item, [...path, index]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [[value, path]]
    : [];
}

function checkSafeguards(safeguards: readonly Element[], findings: Findings): void {
  for (const { id, path } of safeguards.filter((safeguard) => isAbsentOrEmpty(safeguard, 'on'))) {
    findings.add('SYS-046', path, `safeguard "${id}" stands on nothing, so it changes nothing`, {
      part: 'key',
      hint: 'name assets, actors, zones or flows under "on"',
    });
  }
  const idle = safeguards.filter((safeguard) => isAbsentOrEmpty(safeguard, 'implements'));
  // Who writes an empty list knows it: an import leaves dozens, of which one line says enough.
  const known = idle.filter(({ fields }) => field(fields, 'implements') !== undefined);
  const apart = known.length > 1 ? idle.filter((safeguard) => !known.includes(safeguard)) : idle;
  for (const { id, path } of apart) {
    findings.add('SYS-047', path, `safeguard "${id}" implements no control, so it changes nothing`, {
      part: 'key',
      hint: IMPLEMENTS_HINT,
    });
  }
  if (known.length < 2) return;
  const trusted = known.filter(({ fields }) => field(fields, 'status') !== 'planned');
  const says =
    trusted.length === 0
      ? ''
      : `; ${trusted.length} of them ${trusted.length === 1 ? 'is' : 'are'} said to be in place`;
  const named = (trusted.length > 0 ? trusted : known).map(({ id }) => `"${id}"`).sort(compareText);
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
  findings.add(
    'SYS-047',
    ['safeguards'],
    `${known.length} safeguards implement no control, so they change nothing${says}: ` +
      named.slice(0, MOST_NAMED).join(', ') +
      more,
    { part: 'key', hint: IMPLEMENTS_HINT },
  );
}

const IMPLEMENTS_HINT = 'name control ids under "implements", e.g. [AML.M0020]';
/** Of safeguards that one line tells of. */
const MOST_NAMED = 5;

function checkDates({ path, fields }: Element, findings: Findings): void {
  const collected = field(fields, 'collected');
  const expires = field(fields, 'expires');
  if (isDate(collected) && isDate(expires) && expires < collected) {
    findings.add(
      'SYS-052',
      [...path, 'expires'],
      `the evidence expires on ${expires}, before it was collected`,
      {
        hint: `it was collected on ${collected}`,
      },
    );
  }
}

function isDate(value: unknown): value is string {
  return z.iso.date().safeParse(value).success;
}

function isAbsentOrEmpty({ fields }: Element, key: string): boolean {
  const value = field(fields, key);
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
