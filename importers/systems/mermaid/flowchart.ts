/** What a flowchart says, before anything is made of it. */
export interface ChartNode {
  readonly id: string;
  label?: string;
  /** What stands under its label. */
  remark?: string;
  /** Of the remark, what may say what it is. */
  below?: string;
  /** Its label says that it is a person. */
  person?: true;
  shape?: string;
  readonly icons: string[];
  readonly classes: string[];
  /** Offset of where it is first mentioned. */
  readonly offset: number;
  /** Index of the subgraph that it belongs to. */
  subgraph?: number;
}

export interface ChartLink {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly direction: 'forward' | 'both' | 'none' | 'hidden';
  readonly offset: number;
}

export interface Subgraph {
  readonly id?: string;
  readonly title?: string;
  readonly offset: number;
  readonly parent?: number;
}

/** Something that is told of and not read. */
export interface Aside {
  readonly offset: number;
  readonly what: string;
  readonly why: string;
  /** Wrong, not only of no meaning for a model. */
  readonly fault: boolean;
}

export interface Flowchart {
  readonly nodes: ReadonlyMap<string, ChartNode>;
  readonly links: readonly ChartLink[];
  readonly subgraphs: readonly Subgraph[];
  readonly asides: readonly Aside[];
  readonly title?: string;
  readonly description?: string;
}
