/**
 * One field of the front matter that static site generators put above a page, between two lines of `---`.
 *
 * @returns the value without its quotes, or undefined where the page has no front matter or the field is not in it
 */
export function frontMatterField(text: string, field: string): string | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines[0]?.trim() !== '---') return undefined;
  const end = lines.indexOf('---', 1);
  const line = lines.slice(1, Math.max(end, 0)).find((one) => one.startsWith(`${field}:`));
  const value = line?.slice(field.length + 1).trim();
  return value === undefined || value === '' ? undefined : value.replace(/^(["'])(.*)\1$/, '$2');
}
