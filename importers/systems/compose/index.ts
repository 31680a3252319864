import { dirname } from 'node:path/posix';
import { ThreatloomError } from '#model/errors';
import { compareText } from '#model/diagnostics';
import type { LossEntry, SystemFile, SystemImporter } from '#model/system-importer';
import { Account, joinAccounts } from '../../formats/account.ts';
import { besides, setAside } from '../../formats/besides.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { firstNames } from '../../formats/first-names.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { Workloads } from '../../formats/workloads.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import { namedFiles } from './includes.ts';
import { means } from './paths.ts';
import { isEnvironmentFile, Settings } from './settings.ts';
import { Stack } from './stack.ts';
import { variantsAmong } from './started.ts';

const AS_RUN = 'how it is run says nothing of what it is';
const REASONS = {
  healthcheck: AS_RUN,
  restart: AS_RUN,
  logging: AS_RUN,
  deploy: AS_RUN,
  ipc: AS_RUN,
  shm_size: AS_RUN,
  ulimits: AS_RUN,
  labels: 'labels are not read',
  secrets: 'where secrets come from is not read',
  develop: AS_RUN,
  version: 'it says nothing since Compose 2',
  extra_hosts: 'names of hosts are not read',
  configs: 'what files hold is not read',
};

/**
 * Docker Compose files (compose-spec): of a folder those that its engine starts; several merged in the order of their
 * names with overrides last.
 * https://github.com/compose-spec/compose-spec
 *
 * @example compose.read([file]).draft.assets.map(({ hints }) => hints?.image) // ['redis/redis-stack', …]
 */
export const compose: SystemImporter = {
  id: 'compose',
  formats: [{ id: 'compose', title: 'Docker Compose' }],

  detect(input) {
    const described = input.filter(({ path }) => /\.(?:ya?ml|json)$/i.test(path) || input.length === 1);
    return described.length > 0 && described.every(isCompose) ? 'compose' : undefined;
  },

  isValue: isEnvironmentFile,

  read(input) {
    const known = input.filter(isCompose);
    const rooted = new Map(
      (known.length === 0 ? input : known)
        .toSorted((a, b) => rankOf(a) - rankOf(b) || compareText(a.path, b.path))
        .map((file) => [file, rootsOf(file)] as const),
    );
    const variants = variantsAmong(rooted);
    const files = known.length === 0 ? [] : [...rooted.keys()].filter((file) => !variants.has(file));
    const roots = [...rooted].flatMap(([file, each]) => (variants.has(file) ? [] : each));
    const services = roots.flatMap((root) => root.entriesOf('services'));
    if (services.length === 0) {
      throw new ThreatloomError('COMPOSE-001', 'there is no service here', {
        file: firstNames(input),
        line: 1,
        pointer: '/services',
        hint: 'a Compose file has "services", a mapping with an image or a build under each name',
      });
    }
    const home = homeOf(roots);
    const draft = new DraftBuilder();
    const inventory = new Inventory(draft);
    const settings = new Settings(input, home);
    new Stack(roots, draft, new Workloads(draft, inventory, 'COMPOSE-004'), settings).read();
    inventory.finish();
    const name =
      roots.map((root) => root.text('name')).find((each) => each !== undefined && !each.includes('$')) ??
      nameOf(files, home);
    const { losses, diagnostics } = joinAccounts(roots.map(({ account }) => account));
    return {
      draft: draft.build(kebabCase(name) || 'compose', { name }),
      losses: [...losses, ...unsetIn(settings, files), ...othersIn(input, files, variants)],
      diagnostics,
    };
  },
};

/**
 * The folder of the stack: that of the file that comes first. Files of another folder belong to it where they are named.
 *
 * @throws ThreatloomError COMPOSE-006 where files of several folders do not name each other
 */
function homeOf(roots: readonly TreeNode[]): string {
  const paths = [...new Set(roots.map(({ account }) => account.file))];
  const named = namedFiles(roots);
  const main = paths.filter((path) => !named.some((each) => means(each.from, each.path, path)));
  const folders = [...new Set((main.length === 0 ? paths : main).map((path) => dirname(path)))];
  if (folders.length > 1) {
    throw new ThreatloomError('COMPOSE-006', `these are the stacks of ${folders.length} folders`, {
      file: (main.length === 0 ? paths : main).slice(0, 5).join(', '),
      hint: 'one system is read at a time: name its folder, or its files',
    });
  }
  return folders[0] === '.' ? '' : (folders[0] ?? '');
}

function unsetIn({ unset }: Settings, [first]: readonly SystemFile[]): readonly LossEntry[] {
  if (unset.length === 0 || first === undefined) return [];
  const [what, sets] = unset.length === 1 ? ['variable', 'sets it'] : ['variables', 'sets them'];
  return [
    {
      place: { file: first.path },
      what: `${what} ${unset.join(', ')}`,
      outcome: 'not-read',
      why: `no file of variables that was given ${sets}, such as .env`,
    },
  ];
}

/** What else lies in the folder: variables are read where a service names their file. */
function othersIn(
  input: readonly SystemFile[],
  read: readonly SystemFile[],
  variants: ReadonlyMap<SystemFile, string>,
): readonly LossEntry[] {
  if (read.length === 0) return [];
  const settings = input.filter((file) => isEnvironmentFile(file.path) && !read.includes(file));
  return [
    ...settings.map(({ path }): LossEntry => ({
      place: { file: path },
      what: `file "${path}"`,
      outcome: 'read',
      became: 'what variables stand for; no value is taken over for itself',
    })),
    ...[...variants].map(([{ path }, usual]) =>
      setAside(path, `beside ${usual} it is not started; name both if they are run together`),
    ),
    ...besides(input, [...read, ...settings, ...variants.keys()], 'it is no Compose file'),
  ];
}

const NAMED_COMPOSE = /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i;

function isCompose(file: SystemFile): boolean {
  const text = headText(file, 262_144);
  if (/^\s*\{/.test(text)) return /"services"\s*:\s*\{/.test(text) && /"(?:image|build)"\s*:/.test(text);
  return (
    /^services:[ \t\r]*(?:[#{].*)?$/m.test(text) &&
    // An override need not say again what a service is made of.
    (NAMED_COMPOSE.test(file.path) ||
      /(?:^[ \t]+|[{,][ \t]*)(?:image|build|extends|provider|depends_on|container_name):/m.test(text)) &&
    !/^apiVersion:/m.test(text)
  );
}

/** Overrides come after what they override. */
function rankOf({ path }: SystemFile): number {
  return /override/i.test(path) ? 1 : 0;
}

function rootsOf(file: SystemFile): TreeNode[] {
  const isJson = /^\uFEFF?\s*\{/.test(headText(file, 64)) && file.path.endsWith('.json');
  const documents = isJson ? [parseJsonDocument(file)] : parseYamlStream(file);
  return documents.flatMap((document) => {
    const root = TreeNode.of(
      new Account(document, { code: 'COMPOSE-002', reasons: REASONS, file: file.path }),
    );
    return root.expectObject() ? [root] : [];
  });
}

/** A stack is called by its folder, else by the file that says more than that it is one. */
function nameOf(files: readonly SystemFile[], home: string): string {
  const folder = home.split('/').at(-1) ?? '';
  if (folder !== '') return folder;
  const names = files.map(({ path }) => (path.split('/').at(-1) ?? path).replace(/\.(?:ya?ml|json)$/i, ''));
  const plain = names.find((name) => /^(?:docker-)?compose$/i.test(name));
  return plain !== undefined || names[0] === undefined ? 'Compose stack' : names[0];
}
