/**
 * OWASP Threat Dragon, versions 1 and 2: data-flow diagrams with threats.
 * Source: https://github.com/OWASP/threat-dragon, `threat-dragon-v1.schema.json`, `threat-dragon-v2.schema.json`.
 */
import { Account } from '#importers/formats/account';
import { carriedSystem, isNameless } from '#importers/formats/carried';
import { DraftIds, kebabCase } from '#importers/formats/draft-ids';
import { folded } from '#importers/formats/drawing/folded';
import { ForeignIds } from '#importers/formats/foreign-ids';
import { parseJsonDocument } from '#importers/formats/json/json-document';
import { onlyFile } from '#importers/formats/only-file';
import { headText } from '#importers/formats/text';
import { TreeNode } from '#importers/formats/tree-node';
import type { Diagnostic } from '#model/diagnostics';
import type { DraftElement, DraftSystem } from '#model/draft-system';
import { ThreatloomError } from '#model/errors';
import type { SystemImporter } from '#model/system-importer';
import { cellIdOf, readDescription } from './carried-text.ts';
import { readCells } from './cells.ts';
import { readDiagram, type DiagramElements } from './diagram.ts';
import { Earlier } from './earlier.ts';
import { readThreats, type ThreatsAndSafeguards } from './threats.ts';

const VERSION_1 = 'threat-dragon-v1';
const VERSION_2 = 'threat-dragon-v2';

const REASONS = {
  contributors: 'who drew it is no part of a model',
  reviewer: 'who looked at it is no part of a model',
  thumbnail: 'a picture of the diagram',
  placeholder: 'text for an empty description',
};

export const threatDragon: SystemImporter = {
  id: 'threat-dragon',
  formats: [
    { id: VERSION_1, title: 'OWASP Threat Dragon, version 1' },
    { id: VERSION_2, title: 'OWASP Threat Dragon, version 2' },
  ],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    const head = headText(only, 64 * 1024);
    if (!/^\uFEFF?\s*\{/.test(head)) return undefined;
    // A long summary may stand before the diagrams.
    const text = /"summary"\s*:\s*\{/.test(head) ? headText(only, 4 * 1024 * 1024) : head;
    const isOne =
      /"details?"\s*:\s*\{/.test(text) &&
      /"(?:diagrams|diagramming|diagramTop|contributors|contribute)"\s*:/.test(text);
    if (!isOne) return undefined;
    return /"version"\s*:\s*"2/.test(head) ? VERSION_2 : VERSION_1;
  },

  /**
   * Diagnostics: TD-002 (a cell of an unknown type), TD-003 (a boundary is a curve), TD-004 (an id that comes twice in a
   * diagram), TD-005 (a flow that is joined to nothing), TD-010 (a value of the wrong type).
   *
   * @throws ThreatloomError TD-001 (not one file, or no Threat Dragon model; all that is missing in `diagnostics`),
   *   INPUT-004, INPUT-005
   */
  read(input) {
    const file = onlyFile(input, 'TD-001', 'a Threat Dragon model');
    const account = new Account(parseJsonDocument(file), { code: 'TD-010', reasons: REASONS });
    const root = TreeNode.of(account);
    checkFrame(root);
    const summary = root.at('summary')!;
    const title = summary.text('title');
    const owner = summary.text('owner');
    const { text: description, carried } = readDescription(summary);
    const shared = new DraftIds();
    const ids = { threats: new DraftIds(), safeguards: new DraftIds() };
    const found: ThreatsAndSafeguards = { threats: [], safeguards: [] };
    const diagrams: DiagramElements[] = [];
    const earlier = new Earlier();
    let lastIds = new ForeignIds('TD-004', shared);
    for (const diagram of root.at('detail')!.objects('diagrams')) {
      lastIds = new ForeignIds('TD-004', shared);
      diagrams.push(readOneDiagram(diagram, lastIds, earlier, found, ids));
    }
    root.tell('version');
    summary.tell('id');
    root.at('detail')!.tell('diagramTop', 'threatTop');
    account.read('/summary', `model "${title ?? ''}"`, 'the system');
    const boundaries = diagrams.flatMap((diagram) => diagram.boundaries);
    const notes = diagrams.flatMap((diagram) => diagram.notes);
    const extensions = {
      ...(boundaries.length > 0 && { 'x-trust-boundaries': boundaries }),
      ...(notes.length > 0 && { 'x-notes': notes }),
    };
    if (boundaries.length > 0) {
      account.warn(
        '/detail/diagrams',
        `trust boundaries that are curves: ${boundaries.length}; what is inside of one is only a guess`,
        {
          code: 'TD-003',
          hint: 'draw boxes around what belongs together, or correct the zones; x-trust-boundaries says which flows they cut',
        },
      );
    }
    const id = kebabCase(carried?.text('system') ?? title ?? '') || 'system';
    const own = carried === undefined ? {} : carriedSystem(carried, (own) => lastIds.resolve(cellIdOf(own)));
    const draft: DraftSystem = {
      id,
      ...(title !== undefined && !isNameless(carried) && { name: title }),
      ...(description !== undefined && { description }),
      ...(owner !== undefined && { owner }),
      ...(Object.keys(extensions).length > 0 && { extensions }),
      evidence: [],
      goals: [],
      ...own,
      zones: joined(
        diagrams.flatMap(({ zones }) => zones),
        (zone) => zone.in,
        account,
      ),
      actors: diagrams.flatMap(({ actors }) => actors),
      assets: joined(
        diagrams.flatMap(({ assets }) => assets),
        (asset) => asset.zone,
        account,
      ),
      flows: joined(
        diagrams.flatMap(({ flows }) => flows),
        () => undefined,
        account,
      ),
      threats: found.threats,
      safeguards: [...(own.safeguards ?? []), ...found.safeguards],
    };
    return { draft, ...account.finish() };
  },
};

/** @throws ThreatloomError TD-001, all that is missing at once */
function checkFrame(root: TreeNode): void {
  const { file, document } = root.account;
  const faults: Diagnostic[] = [];
  const need = (pointer: string, isThere: boolean | undefined, what: string): void => {
    if (isThere === true) return;
    faults.push({
      code: 'TD-001',
      severity: 'error',
      message: `a Threat Dragon model has ${what}; this one has none`,
      file,
      ...document.locate(pointer),
      pointer,
    });
  };
  const summary = root.isObject && root.has('summary') ? root.at('summary') : undefined;
  const detail = root.isObject && root.has('detail') ? root.at('detail') : undefined;
  need('/summary', summary !== undefined, '"summary"');
  if (summary !== undefined)
    need('/summary/title', summary.text('title') !== undefined, 'a title in its "summary"');
  need('/detail', detail !== undefined, '"detail"');
  if (detail !== undefined)
    need('/detail/diagrams', detail.any('diagrams')?.isList, 'a list of "diagrams" in its "detail"');
  const [first] = faults;
  if (first === undefined) return;
  const { code, message, line, column, pointer } = first;
  throw new ThreatloomError(code, message, {
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(pointer !== undefined && { pointer }),
    hint: 'is this the right file, and complete?',
    diagnostics: faults,
  });
}

/** Elements that several diagrams show, as one. */
function joined<T extends Partial<Pick<DraftElement, 'id'>> & Omit<DraftElement, 'id'>>(
  elements: readonly T[],
  placeOf: (element: T) => string | undefined,
  account: Account,
): T[] {
  const all: T[] = [];
  const indexOf = new Map<string, number>();
  for (const element of elements) {
    const { id, name = '', place } = element;
    const index = id === undefined ? undefined : indexOf.get(id);
    if (index === undefined) {
      if (id !== undefined) indexOf.set(id, all.length);
      all.push(element);
      continue;
    }
    const [before, here] = [placeOf(all[index]!), placeOf(element)];
    if (before !== undefined && here !== undefined && before !== here) {
      const why = `an earlier diagram draws it in ${before}`;
      account.notRead(place.pointer ?? '', `zone ${here} around "${name}"`, why);
    }
    all[index] = folded(all[index]!, element);
  }
  return all;
}

function readOneDiagram(
  diagram: TreeNode,
  ids: ForeignIds,
  earlier: Earlier,
  found: ThreatsAndSafeguards,
  names: { readonly threats: DraftIds; readonly safeguards: DraftIds },
): DiagramElements {
  const title = diagram.text('title') ?? '';
  const description = diagram.text('description');
  diagram.tell('id', 'version', 'diagramType', 'size');
  const within = diagram.at('diagramJson') ?? diagram;
  const elements = readDiagram(readCells(within.objects('cells')), title, ids, earlier);
  for (const [on, cell] of elements.bearers) readThreats(cell, on, found, names);
  if (description !== undefined) {
    diagram.account.kept(`${diagram.pointer}/description`, `description of diagram "${title}"`, 'x-notes');
    elements.notes.push(title === '' ? description : `${title}: ${description}`);
  }
  diagram.account.notRead(
    diagram.pointer,
    `drawing of diagram "${title}"`,
    'where and how its cells are drawn, but for what is in which box',
  );
  return elements;
}
