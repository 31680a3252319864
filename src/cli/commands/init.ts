import { ThreatloomError } from '#model/errors';
import type { TemplateAnswers } from '#systems/templates/model-template';
import type { AddCommand } from '../command.ts';
import { writeNewModel } from '../write-output.ts';

interface InitOptions {
  readonly template?: string;
  readonly name?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly list?: boolean;
}

export const addInit: AddCommand = (program, { io }) => {
  program
    .command('init')
    .description('begin a system model: an interview in the terminal, or a template')
    .option('--template <id>', 'what the system is most like, e.g. rag; without a terminal it is needed')
    .option('--name <name>', 'what the system is called')
    .option('-o, --output <file>', 'write to a file')
    .option('--force', 'write over a file that is there')
    .option('--list', 'the templates that there are')
    .action(async (options: InitOptions) => {
      const { loadTemplates, templateOf } = await import('#workspace/templates');
      const { fillTemplate } = await import('#systems/templates/model-template');
      const { kebabCase } = await import('#importers/formats/draft-ids');
      const templates = loadTemplates();
      if (options.list === true) {
        const width = Math.max(...templates.map(({ id }) => id.length));
        for (const { id, title } of templates) io.out(`${id.padEnd(width)}  ${title}\n`);
        return;
      }
      const template = options.template === undefined ? undefined : templateOf(options.template, templates);
      if (io.interview !== undefined) {
        const { interview } = await import('../interview.ts');
        const told = {
          ...(template !== undefined && { template }),
          ...(options.name !== undefined && { name: options.name }),
          ...(options.output !== undefined && { file: options.output }),
        };
        const asked = await interview(templates, told, io.interview);
        writeNewModel(io, fillTemplate(asked.template, asked.answers), asked.file, options.force);
        return;
      }
      if (template === undefined) {
        throw new ThreatloomError('INIT-003', 'there is no terminal to ask in', {
          hint: `name a template: --template ${templates.map(({ id }) => id).join(', ')}`,
        });
      }
      const name = options.name;
      const answers: TemplateAnswers = {
        system: kebabCase(name ?? '') || template.id,
        ...(name !== undefined && { name }),
      };
      writeNewModel(io, fillTemplate(template, answers), options.output, options.force);
    });
};
