/**
 * Models of Threagile: a YAML file, with the files that it includes where a folder is given.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account, joinAccounts } from '../../formats/account.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import { modelOf } from './model.ts';

const FORMAT = 'threagile';

/** Files of one model, included in one another. */
const MAX_FILES = 100;

export const threagile: SystemImporter = {
  id: 'threagile',
  formats: [{ id: FORMAT, title: 'Threagile model, YAML, with its includes' }],

  detect(input) {
    const isYaml = (file: SystemFile): boolean => /\.ya?ml$/i.test(file.path);
    return input.every(isYaml) && input.some(isMain) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: THREAGILE-002 (a property of the wrong type), THREAGILE-003 (something that is named and not there),
   * THREAGILE-004 (an included file that is not there).
   *
   * @throws ThreatloomError THREAGILE-001 (no model, or none with a technical asset), INPUT-004, INPUT-006 to INPUT-008
   */
  read(input) {
    const main = mainOf(input);
    const accounts = accountsOf(main, input);
    const documents = accounts.map((account) => TreeNode.of(account));
    const draft = modelOf(documents, main.path.replace(/^.*\/|(?:\.threagile)?\.ya?ml$/g, ''));
    if (draft.assets.length === 0) {
      throw new ThreatloomError('THREAGILE-001', 'the model has no technical asset', {
        file: main.path,
        hint: 'where it is spread over several files, give their folder',
      });
    }
    return { draft, ...joinAccounts(accounts) };
  },
};

function isMain(file: SystemFile): boolean {
  const head = headText(file, 256 * 1024);
  return /^threagile_version\s*:/m.test(head) || /^technical_assets\s*:/m.test(head);
}

/** The file that no other includes; of several the first that says its version. */
function mainOf(input: readonly SystemFile[]): SystemFile {
  const versioned = input.filter((file) => /^threagile_version\s*:/m.test(headText(file, 256 * 1024)));
  const main =
    versioned.find((file) => /^includes\s*:/m.test(headText(file, 256 * 1024))) ?? versioned[0] ?? input[0];
  if (main !== undefined) return main;
  throw new ThreatloomError('THREAGILE-001', 'no file is a model of Threagile', {
    file: input.map(({ path }) => path).join(', '),
    hint: 'the main file says "threagile_version"',
  });
}

/** The main file and all that it includes, each once. */
function accountsOf(main: SystemFile, input: readonly SystemFile[]): readonly Account[] {
  const accounts = new Map<SystemFile, Account>();
  const open = [main];
  for (let file = open.shift(); file !== undefined && accounts.size < MAX_FILES; file = open.shift()) {
    if (accounts.has(file)) continue;
    const [document] = parseYamlStream(file);
    // Parts in which all is commented out say nothing, and are often kept.
    if (file !== main && (document?.value ?? null) === null) continue;
    if (document === undefined || typeof document.value !== 'object' || Array.isArray(document.value)) {
      throw new ThreatloomError('THREAGILE-001', 'this is not a model of Threagile: expected a mapping', {
        file: file.path,
        line: 1,
        hint: 'is this the right file?',
      });
    }
    const account = new Account(document, { code: 'THREAGILE-002', file: file.path });
    accounts.set(file, account);
    const folder = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/') + 1) : '';
    TreeNode.of(account)
      .texts('includes')
      .forEach((path, index) => {
        const wanted = resolved(folder + path);
        const found = input.find((each) => each.path === wanted);
        if (found !== undefined) open.push(found);
        else {
          const pointer = `/includes/${index}`;
          account.notRead(pointer, `include "${path}"`, 'the file is not among those that were given');
          account.warn(pointer, `the included file "${path}" is not there`, {
            code: 'THREAGILE-004',
            hint: 'give the folder that holds all files of the model',
          });
        }
      });
  }
  return [...accounts.values()];
}

/** `a/./b/../c` → `a/c` */
function resolved(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
