/** What worker threads are asked about the systems that they were started with. */
import type { PathQuestion } from '#model/answers/path-list';
import type { SystemChanges } from '#model/answers/what-if';
import type { SystemFileText } from '#workspace/analysis';

export interface SystemWorkerData {
  /** Valid models, as text: what is read from one has functions, which no thread can hand to another. */
  readonly systems: readonly SystemFileText[];
  /** Absolute paths. */
  readonly libraryFolders: readonly string[];
  readonly cwd: string;
  /** ISO date on which evidence and acceptances are judged. */
  readonly today: string;
}

export type SystemTask =
  | { readonly kind: 'analysis'; readonly system: string }
  | { readonly kind: 'paths'; readonly system: string; readonly question: PathQuestion }
  | { readonly kind: 'what-if'; readonly system: string; readonly changes: SystemChanges }
  | { readonly kind: 'explanation'; readonly system: string; readonly id: string };
