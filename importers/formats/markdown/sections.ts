/** Text under the first heading that `heading` matches, up to the next heading of any level; empty where there is none. */
export function sectionUnder(lines: readonly string[], heading: RegExp): string {
  const start = lines.findIndex((line) => heading.test(line));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#{1,6}\s/.test(line));
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .join('\n')
    .trim();
}
