import { ThreatloomError } from '#model/errors';
import type { AddCommand } from '../../command.ts';

export const addFrameworkRemove: AddCommand = (framework, { io }) => {
  framework
    .command('remove')
    .description('take an added edition out again; what is shipped stays')
    .argument('<edition>', 'e.g. atlas@2026.07')
    .action(async (text: string) => {
      const { readLock, removeFramework } = await import('#workspace/frameworks');
      const [id = '', edition = ''] = text.split('@');
      if (!removeFramework(io.cwd, id, edition)) {
        const added = readLock(io.cwd).map((each) => `${each.id}@${each.edition}`);
        throw new ThreatloomError('EDITION-003', `"${text}" was not added here`, {
          hint: added.length === 0 ? 'nothing was' : `added: ${added.join(', ')}`,
        });
      }
      io.out(`${id} ${edition}: removed\n`);
    });
};
