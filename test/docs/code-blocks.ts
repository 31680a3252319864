/** Fenced blocks of a Markdown page that a reader would type in, in their order. */

export type Block =
  /** ```` ```yaml ```` whose first line is `# NAME.system.yaml`, or `# add to NAME.system.yaml`. */
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly append: boolean;
      readonly text: string;
      readonly line: number;
    }
  /** ```` ```sh run ````, and what a ```` ```text ```` right after it says that it prints. */
  | { readonly kind: 'run'; readonly script: string; readonly prints?: string; readonly line: number };

export function codeBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let end = 0;
  for (const match of markdown.matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
    const [whole, info = '', text = ''] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    const between = markdown.slice(end, match.index);
    end = match.index + whole.length;
    const named = /^# (add to )?(\S+\.yaml)\n/.exec(text);
    const last = blocks.at(-1);
    if (info === 'yaml' && named !== null) {
      blocks.push({ kind: 'file', file: named[2]!, append: named[1] !== undefined, text, line });
    } else if (info === 'sh run') {
      blocks.push({ kind: 'run', script: text, line });
    } else if (
      info === 'text' &&
      last?.kind === 'run' &&
      last.prints === undefined &&
      between.trim() === ''
    ) {
      blocks[blocks.length - 1] = { ...last, prints: text };
    }
  }
  return blocks;
}
