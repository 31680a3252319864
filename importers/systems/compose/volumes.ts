/** Volumes of Compose services, named ones and folders of the host. */
import { normalize } from 'node:path/posix';
import { listUnder } from '#model/list-under';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { controlEngine, keepVolume, shareVolume, type VolumeUse } from '../../formats/volumes.ts';
import { sourceOf } from './layers.ts';
import { isServiceName } from './service.ts';

export class Volumes {
  readonly #draft: DraftBuilder;
  /** Source → who uses it. */
  readonly #shared = new Map<string, VolumeUse[]>();

  constructor(draft: DraftBuilder) {
    this.#draft = draft;
  }

  read(id: string, layer: TreeNode): void {
    if (!layer.has('volumes')) return;
    for (const item of layer.any('volumes')!.elements()) {
      const source = item.isObject ? item.text('source') : sourceOf(item.asText() ?? '');
      if (item.isObject) item.tellParts();
      if (source === undefined) continue;
      if (/docker\.sock$|containerd\.sock$|podman\.sock$/.test(source)) {
        controlEngine(this.#draft, { id, node: item }, 'socket of the container engine');
      } else listUnder(this.#shared, plainPath(source)).push({ id, node: item });
    }
  }

  /** A volume that several services use is a way from one to the other; one that is its service's alone is a part of it. */
  finish(roots: readonly TreeNode[]): void {
    for (const [source, uses] of this.#shared) {
      const ids = new Set(uses.map(({ id }) => id));
      if (ids.size < 2 || isFile(source)) {
        for (const use of uses) keepVolume(this.#draft, use, source);
      } else {
        const name = calledBy(source);
        shareVolume(this.#draft, uses, source, isServiceName(roots, name) ? `Volume ${name}` : name);
      }
    }
    for (const root of roots) for (const [, declared] of root.entriesOf('volumes')) declared.tellWhole();
  }
}

/** `./data/` and `././data` are the folder `./data`; names of volumes have no slash. */
function plainPath(source: string): string {
  if (!source.includes('/')) return source;
  const path = normalize(source);
  const short = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return source.startsWith('./') && short !== '.' && !short.startsWith('../') ? `./${short}` : short;
}

/** A file of the host that several take over is how they are set up: nobody writes to it from within. */
function isFile(source: string): boolean {
  const last = source.split(/[/\\]/).at(-1) ?? '';
  return (
    /[/\\]/.test(source) &&
    (/[^.]\.[A-Za-z][\w-]{0,9}$/.test(last) || /^\.(?:env|htpasswd|pgpass|\w*rc)$/.test(last))
  );
}

/** `../data/models` → `data/models`, `${MODELS_DIR:?}` → `MODELS_DIR` */
function calledBy(source: string): string {
  return source.replaceAll(/\$\{(\w+)(?!\w)[^{}]*\}/g, '$1').replace(/^[./~$]+/, '') || source;
}
