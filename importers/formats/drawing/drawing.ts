/**
 * A drawing of boxes and arrows, as every drawing tool has it: pages with zones, things in them and arrows between
 * them. What is the same in all of them is decided in `draft-drawing.ts`.
 */
import type { DraftAsset, DraftFlow, SourcePlace } from '#model/draft-system';
import type { TreeNode } from '../tree-node.ts';

export interface Drawn {
  /** Unique among all pages of the file. */
  readonly key: string;
  readonly place: SourcePlace;
  /** What it is called in its own format, for the report: `subgraph "VPC"`. */
  readonly what: string;
  readonly name?: string;
  /** What somebody called it where nobody sees it; its id, where the name gives none. */
  readonly alias?: string;
  /** Why it is only a guess that it is one. */
  readonly guessed?: string;
  readonly ask?: readonly string[];
  /** What an export of ours has kept of it, see `carried.ts`; with its `id` and `description`. */
  readonly carried?: TreeNode;
}

export interface DrawnZone extends Drawn {
  /** Key of the zone around it. */
  readonly within?: string;
  readonly trust?: number;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface DrawnNode extends Drawn {
  /** Key of the zone around it. */
  readonly within?: string;
  /** A drawn person: becomes an actor. */
  readonly person?: boolean;
  readonly asset: Omit<DraftAsset, 'id' | 'name' | 'place' | 'ask' | 'zone'>;
}

/** What an arrow names that is not in the file, by its id there. */
export interface Missing {
  readonly missing: string;
}

export interface DrawnFlow extends Drawn {
  /** Keys of nodes or zones; undefined or unknown where the arrow ends at nothing that is read. */
  readonly from: string | Missing | undefined;
  readonly to: string | Missing | undefined;
  readonly flow?: Omit<DraftFlow, 'id' | 'name' | 'place' | 'ask' | 'from' | 'to'>;
}

export interface Page {
  /** Absent where the file has one page. */
  readonly name?: string;
  readonly zones: readonly DrawnZone[];
  readonly nodes: readonly DrawnNode[];
  readonly flows: readonly DrawnFlow[];
}
