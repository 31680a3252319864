import { ThreatloomError } from '#model/errors';
import { compareText } from '#model/diagnostics';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account, joinAccounts } from '../../formats/account.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { Workloads } from '../../formats/workloads.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import { ComposeReader } from './services.ts';

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
  env_file: 'files of variables are not read',
  secrets: 'where secrets come from is not read',
  develop: AS_RUN,
  version: 'it says nothing since Compose 2',
};

/**
 * Docker Compose files (compose-spec), several merged in the order of their names with overrides last.
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

  read(input) {
    const files = input
      .filter(isCompose)
      .sort((a, b) => rankOf(a) - rankOf(b) || compareText(a.path, b.path));
    const roots = (files.length === 0 ? input : files).flatMap(rootsOf);
    const services = roots.flatMap((root) => root.entriesOf('services'));
    if (services.length === 0) {
      throw new ThreatloomError('COMPOSE-001', 'there is no service here', {
        file: input
          .map(({ path }) => path)
          .slice(0, 3)
          .join(', '),
        line: 1,
        pointer: '/services',
        hint: 'a Compose file has "services", a mapping with an image or a build under each name',
      });
    }
    const draft = new DraftBuilder();
    const inventory = new Inventory(draft);
    const reader = new ComposeReader(roots, draft, new Workloads(draft, inventory));
    reader.read();
    inventory.finish();
    const name =
      roots.map((root) => root.text('name')).find((each) => each !== undefined && !each.includes('$')) ??
      nameOfFile(files[0]?.path ?? 'compose');
    return {
      draft: draft.build(kebabCase(name) || 'compose', { name }),
      ...joinAccounts(roots.map(({ account }) => account)),
    };
  },
};

function isCompose(file: SystemFile): boolean {
  const text = headText(file, 262_144);
  if (/^\s*\{/.test(text)) return /"services"\s*:\s*\{/.test(text) && /"(?:image|build)"\s*:/.test(text);
  return (
    /^services:[ \t]*(?:#.*)?$/m.test(text) &&
    /^[ \t]+(?:image|build|extends|provider|depends_on|container_name):/m.test(text) &&
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

function nameOfFile(path: string): string {
  const steps = path.split('/');
  const name = (steps.at(-1) ?? path).replace(/\.(?:ya?ml|json)$/i, '');
  return /^(?:docker-)?compose$/i.test(name) ? (steps.at(-2) ?? name) : name;
}
