import { singleLine } from '../text/single-line.ts';

/** Markup that was put together by `html` and needs no escaping any more. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Markup with everything escaped that is put into it, in text and in quoted attributes; lists are joined.
 *
 * @example
 * html`<p title="${'a"b'}">${'<script>'}</p>`.text // '<p title="a&quot;b">&lt;script&gt;</p>'
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  let text = parts[0]!;
  values.forEach((value, index) => {
    text += `${piece(value)}${parts[index + 1]!}`;
  });
  return new Html(text);
}

function piece(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value.map(({ text }) => text).join('');
  return singleLine(value).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/**
 * A whole page in one file: no script, no request to anywhere, and a policy that lets none be added.
 *
 * @param style CSS of this package, never of an input
 */
export function htmlPage(title: string, style: string, body: Html): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
${html`<title>${title}</title>`.text}
<style>
${style.trim()}
</style>
</head>
<body>
${body.text}
</body>
</html>
`;
}
