/** How Compose files name each other. */
import { dirname, join } from 'node:path/posix';

/** Whether a file means another by a path that is written in it: `../base.yaml` in `app/compose.yaml` is `base.yaml`. */
export function means(from: string, path: string, other: string): boolean {
  return placed(from, path) === other;
}

/** Where a path that is written in a file leads to, below the folder that was given. */
export function placed(from: string, path: string): string {
  return join(dirname(from), path.replaceAll('\\', '/').replace(/^\$\{?PWD\}?\//, ''));
}
