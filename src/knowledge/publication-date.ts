/**
 * When an edition was published. Files of frameworks seldom say; these dates are from the publishers' release notes.
 */
const RELEASED: Readonly<Record<string, string>> = {
  'atlas@5.6.1': '2026-05-05',
  'attack-enterprise@18.1': '2025-11-13',
  'owasp-llm@1.1': '2023-10',
  'owasp-llm@2026': '2026-08-04',
};

/**
 * A day, or as much of one as is known: of an edition that is a date or a year, that. Undefined where nothing tells.
 *
 * @example publicationDate('atlas', '2026.07') // '2026-07'
 */
export function publicationDate(framework: string, edition: string): string | undefined {
  const known = RELEASED[`${framework}@${edition}`];
  if (known !== undefined) return known;
  const [, year, month, day] = /^E?(20\d{2})(?:[.-](0[1-9]|1[0-2])(?:-(\d{2}))?)?$/.exec(edition) ?? [];
  return year === undefined ? undefined : [year, month, day].filter((part) => part !== undefined).join('-');
}

/**
 * Whole months from a publication to a day; of a month or year, from its first day.
 *
 * @param today ISO date
 */
export function monthsSince(published: string, today: string): number {
  const [year = 0, month = 1, day = 1] = published.split('-').map(Number);
  const [thisYear = 0, thisMonth = 1, thisDay = 1] = today.split('-').map(Number);
  return (thisYear - year) * 12 + (thisMonth - month) - (thisDay < day ? 1 : 0);
}
