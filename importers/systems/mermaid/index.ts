/**
 * Mermaid flowcharts: a file of their own, or fenced blocks in a Markdown page. Several flowcharts of one file are read
 * as pages of one drawing.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { carriedSystem, isNameless } from '../../formats/carried.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { draftDrawing } from '../../formats/drawing/draft-drawing.ts';
import { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { decodeText } from '../../formats/text.ts';
import { blocksOf, holdsMermaid, isFlowchart, preambleLength, type Block } from './blocks.ts';
import { CarriedComments } from './carried-comments.ts';
import { pageOf } from './page.ts';
import { parseFlowchart } from './parse-flowchart.ts';

const FORMAT = 'mermaid-flowchart';

/** Largest file that is read: 2 MiB. A flowchart that a person can look at has some kilobytes. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Nodes of all flowcharts of a file. */
const MAX_NODES = 10_000;

export const mermaid: SystemImporter = {
  id: 'mermaid',
  formats: [{ id: FORMAT, title: 'Mermaid flowchart, as a file or in Markdown' }],

  detect(input) {
    return input.length === 1 && input.every(holdsMermaid) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: MERMAID-002 (a statement that is not understood), MERMAID-004 (a diagram of another kind), MERMAID-010 (a
   * comment of an export of ours that is not as it was written).
   *
   * @throws ThreatloomError MERMAID-001 (no flowchart, or an empty one), MERMAID-003 (more than is read), INPUT-004
   */
  read(input) {
    const file = onlyFile(input, 'MERMAID-001', 'a Mermaid drawing') as SystemFile;
    const blocks = blocksWithin(file);
    const charts = blocks.filter(({ kind }) => isFlowchart(kind));
    const account = new DrawingAccount();
    for (const { kind, line } of blocks) {
      if (isFlowchart(kind)) continue;
      account.lost(
        'MERMAID-004',
        { file: file.file, line },
        `the Mermaid diagram "${kind}"`,
        'of the diagrams of Mermaid only flowcharts are read',
      );
    }
    const read = charts.map((block) =>
      withFile(file.file, () => parseFlowchart(block.text, preambleLength(block.text))),
    );
    const comments = charts.map(({ text, line }) => new CarriedComments(text, file.file, line));
    const pages = read.map((chart, index) => {
      const { text, line } = charts[index]!;
      if (text.includes('%%{')) {
        account.notRead(
          { file: file.file, line },
          'directives "%%{…}%%"',
          'they only say how the drawing looks',
        );
      }
      return pageOf(chart, account, {
        file: file.file,
        text,
        line,
        carried: comments[index]!,
        prefix: charts.length > 1 ? `${index + 1}:` : '',
        ...(charts.length > 1 ? { name: chart.title ?? `${index + 1}` } : {}),
      });
    });
    const drawn = pages.reduce((sum, { nodes }) => sum + nodes.length, 0);
    if (drawn === 0 || drawn > MAX_NODES) throw wrongCount(file.file, charts[0]!.line, drawn);
    const { elements, resolve } = draftDrawing(pages, account, {
      looseEnd: 'MERMAID-002',
      protocolsInLabels: true,
    });
    const title = frontTitle(charts[0]!.text) ?? read[0]!.title;
    const name = title ?? file.file.replace(/\.[^.]*$/, '');
    const [own] = comments.flatMap((carried) => carried.take('system') ?? []);
    const id = kebabCase(own?.text('system') ?? name) || 'system';
    const description =
      own?.text('description') ?? read.map((chart) => chart.description).find((text) => text !== undefined);
    const owner = own?.text('owner');
    const draft = draftOf({
      id,
      ...(isNameless(own) ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(owner === undefined ? {} : { owner }),
      ...elements,
      ...(own && carriedSystem(own, resolve)),
    });
    const rest = comments.map((carried) => carried.finish());
    const losses = [...account.losses, ...rest.flatMap((each) => each.losses)];
    return {
      draft,
      losses: losses.toSorted((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0)),
      diagnostics: [...account.diagnostics, ...rest.flatMap((each) => each.diagnostics)],
    };
  },
};

function blocksWithin(file: SystemFile): readonly Block[] {
  if (file.bytes.length > MAX_BYTES) {
    throw new ThreatloomError(
      'MERMAID-003',
      'the file holds more than 2 MiB, the most that is read as Mermaid',
      {
        file: file.file,
        hint: 'is this the right file?',
      },
    );
  }
  const blocks = blocksOf(decodeText(file));
  if (blocks.some(({ kind }) => isFlowchart(kind))) return blocks;
  const kinds = blocks.map(({ kind }) => kind).filter((kind) => kind !== '');
  throw new ThreatloomError(
    'MERMAID-001',
    kinds.length === 0
      ? 'there is no Mermaid flowchart in this file'
      : `of the diagrams of Mermaid only flowcharts are read, and this is "${kinds.join('", "')}"`,
    {
      file: file.file,
      line: blocks[0]?.line ?? 1,
      hint: 'a flowchart starts with "flowchart LR" or "graph TD"; in Markdown it stands in a block marked mermaid',
    },
  );
}

/** `title` of the front matter of a diagram; in quotation marks it is written as JSON is. */
function frontTitle(text: string): string | undefined {
  const front = text.slice(0, preambleLength(text));
  if (!/^\s*---/.test(front)) return undefined;
  const written = /^title:(.*)$/m.exec(front)?.[1]?.trim();
  try {
    const title = written === undefined || written === '' ? '' : String(JSON.parse(written));
    return title === '' ? undefined : title;
  } catch {
    return written?.replace(/^(["'])(.*)\1$/, '$2');
  }
}

function wrongCount(file: string, line: number, drawn: number): ThreatloomError {
  return drawn === 0
    ? new ThreatloomError('MERMAID-001', 'the flowchart has no node', {
        file,
        line,
        hint: 'a node is an id, with or without a shape: bot["Support bot"]',
      })
    : new ThreatloomError('MERMAID-003', `the flowcharts have more than ${MAX_NODES} nodes`, { file });
}

/** Names the file in an error of a part that does not know it. */
function withFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ThreatloomError) || error.file !== undefined) throw error;
    const { code, message, hint } = error;
    throw new ThreatloomError(code, message, { file, ...(hint === undefined ? {} : { hint }), cause: error });
  }
}
