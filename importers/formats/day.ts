/**
 * The day of a timestamp; undefined where it is none of the calendar.
 *
 * @example dayOf('2025-09-09T13:50:41Z') // 2025-09-09
 */
export function dayOf(timestamp: string | undefined): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(timestamp ?? '')?.[0];
  if (day === undefined) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(day) ? day : undefined;
}
