/** The templates that this package ships. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ThreatloomError } from '#model/errors';
import { packageRoot } from '#packaging/package-root';
import { parseTemplate, type ModelTemplate } from '#systems/templates/model-template';

/** In the order of their ids. */
export function loadTemplates(): readonly ModelTemplate[] {
  const folder = join(packageRoot(), 'templates');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parseTemplate(join('templates', name), readFileSync(join(folder, name), 'utf8')));
}

/** @throws ThreatloomError INIT-001 where there is no such template */
export function templateOf(id: string, templates: readonly ModelTemplate[]): ModelTemplate {
  const template = templates.find((each) => each.id === id);
  if (template !== undefined) return template;
  throw new ThreatloomError('INIT-001', `there is no template "${id}"`, {
    hint: `known: ${templates.map((each) => each.id).join(', ')}`,
  });
}
