/** Entities that labels are written with; the rest stays as it is. */
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    rarr: '→',
    larr: '←',
    bull: '•',
    copy: '©',
    reg: '®',
  }),
);

/**
 * What a person reads of a label in HTML, on one line; a text without tags and entities stays as it is but for white
 * space. O(n).
 *
 * @example htmlText('<b>RAG</b><br>module &amp; index') // RAG module & index
 */
export function htmlText(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    // A `<` that starts no tag is one that was meant: `latency < 5 ms`.
    const tag = open >= 0 && /[a-z/!]/i.test(html[open + 1] ?? '');
    if (open < 0 || !tag) {
      const end = open < 0 ? html.length : open + 1;
      text += html.slice(at, end);
      at = end;
      continue;
    }
    const close = html.indexOf('>', open);
    text += html.slice(at, open);
    if (close < 0) break;
    if (!/^<\/?(?:b|i|u|s|em|strong|span|font|sub|sup|a|code|small)\b/i.test(html.slice(open, open + 10))) {
      text += ' ';
    }
    at = close + 1;
  }
  return decodeEntities(text).replaceAll(/\s+/g, ' ').trim();
}

/** `&lt;`, `&#228;`, `&#xe4;` → what they stand for. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return ENTITIES.get(name.toLowerCase()) ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : ' ';
  });
}
