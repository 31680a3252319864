/**
 * Drawings of draw.io (diagrams.net): `.drawio`, `.xml`, and SVG, PNG or HTML with a copy of the drawing, plain or
 * compressed, of one page or several.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { draftDrawing } from '../../formats/drawing/draft-drawing.ts';
import { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { carriedDrawing } from './carried.ts';
import { pageOf } from './page.ts';
import { pagesOf } from './pages.ts';

const FORMAT = 'drawio';
/** What may stand before the first element. */
const PROLOGUE = /^\uFEFF?(?:\s|<\?[^>]*>|<![A-Z][^>]*>|<!--(?:(?!-->)[^])*-->)*/;
/** A picture that carries its drawing. */
const PICTURE = /\bcontent="&lt;mx(?:file|GraphModel)/;

export const drawio: SystemImporter = {
  id: 'drawio',
  formats: [{ id: FORMAT, title: 'drawing of draw.io, plain or compressed' }],

  detect(input) {
    const [file] = input;
    return file !== undefined && input.length === 1 && holdsDrawing(file) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: DRAWIO-003 (a page that cannot be read), DRAWIO-005 (an id twice), DRAWIO-006 (an arrow that ends at
   * nothing), DRAWIO-007 (a parent that is not there).
   *
   * @throws ThreatloomError DRAWIO-001 (XML of another kind), DRAWIO-002 (no page, or none with a box), DRAWIO-004 (more
   *   boxes than are read), INPUT-004, INPUT-010 to INPUT-012
   */
  read(input) {
    const file = onlyFile(input, 'DRAWIO-001', 'a drawing') as SystemFile;
    const { pages: drawn, damaged } = pagesOf(file);
    const account = new DrawingAccount();
    for (const { name, line, why } of damaged) {
      account.lost(
        'DRAWIO-003',
        { file: file.file, line },
        `page "${name}"`,
        why,
        'save it again with draw.io',
      );
    }
    const several = drawn.length > 1;
    const pages = drawn.map((page, index) =>
      pageOf(
        several ? { ...page, name: page.name ?? `${index + 1}` } : page,
        account,
        file.file,
        several ? `${index + 1}:` : '',
      ),
    );
    if (pages.every(({ nodes, zones }) => nodes.length + zones.length === 0)) {
      throw new ThreatloomError('DRAWIO-002', 'the drawing has no box with a text or an arrow', {
        file: file.file,
        hint: 'is it the right page? hidden layers are not read',
      });
    }
    const name = file.file.replace(/(?:\.drawio)?\.[^.]*$/, '');
    const { elements } = draftDrawing(pages, account, { looseEnd: 'DRAWIO-006', protocolsInLabels: true });
    return {
      draft: draftOf({ id: kebabCase(name) || 'system', name, ...elements }),
      losses: account.losses.toSorted((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0)),
      diagnostics: account.diagnostics,
    };
  },
};

function holdsDrawing(file: SystemFile): boolean {
  if (/\.(?:drawio|dio)(?:\.xml|\.svg)?$/i.test(file.path)) return true;
  const head = headText(file, 64 * 1024).replace(PROLOGUE, '');
  if (/^<mx(?:file|GraphModel)\b/.test(head) || (/^<svg\b/.test(head) && PICTURE.test(head))) return true;
  return /^\uFFFDPNG|data-mxgraph=/.test(headText(file, 1024 * 1024)) && carriedDrawing(file) !== undefined;
}
