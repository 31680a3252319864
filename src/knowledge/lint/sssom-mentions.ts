/**
 * What SSSOM tables name at their two ends: ids with a framework's prefix, `nist-ai-rmf:GOVERN 1.1`, and the prefixes of
 * IBM's AI Atlas Nexus. Read row by row and more tolerantly than `readSssom`, since a linter reads what is wrong.
 */
import { frameworkOf, readEnd } from '#importers/frameworks/ibm-risk-atlas/ends';
import type { MappingEnd } from '#model/framework-records';
import type { Mention } from './mention.ts';

/** Undefined where the text is no such table. */
export function mentionsInSssom(text: string): readonly Mention[] | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const start = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  const columns = (lines[start] ?? '').split('\t');
  if (!columns.includes('subject_id') || !columns.includes('object_id')) return undefined;
  return lines.slice(start + 1).flatMap((line, index) => {
    const cells = line.split('\t');
    const cell = (name: string): string | undefined => {
      const value = cells[columns.indexOf(name)]?.trim();
      return value === undefined || value === '' ? undefined : value;
    };
    return (['subject', 'object'] as const).flatMap((side): Mention[] => {
      const curie = cell(`${side}_id`);
      const end = curie === undefined ? undefined : endOf(curie, cell(`${side}_label`));
      if (curie === undefined || end === undefined || end.id === '*') return [];
      const edition = cell(`${side}_source_version`);
      const place = { line: start + 2 + index, column: line.indexOf(curie) + 1 };
      return [{ ...end, ...(edition === undefined ? {} : { edition }), ...place }];
    });
  });
}

function endOf(curie: string, label: string | undefined): MappingEnd | undefined {
  const nexus = frameworkOf(curie) === undefined ? undefined : readEnd(curie, label, '');
  if (nexus !== undefined) return nexus;
  const [, framework, id] = /^([a-z0-9][a-z0-9-]*):(.+)$/.exec(curie) ?? [];
  if (framework === undefined || id === undefined || framework === 'sssom') return undefined;
  return { framework, id: id.replaceAll('%20', ' '), ...(label === undefined ? {} : { label }) };
}
