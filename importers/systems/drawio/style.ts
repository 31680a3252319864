import type { DraftAsset } from '#model/draft-system';

/** Shapes that say nothing of what they stand for. */
const PLAIN = new Set([
  'rect',
  'rectangle',
  'label',
  'image',
  'icon',
  'ellipse',
  'rounded',
  'group',
  'swimlane',
  'text',
  'process',
  'ext',
  'mxgraph.aws4.resourceIcon',
  'mxgraph.aws4.productIcon',
  'mxgraph.aws4.group',
  'mxgraph.aws4.groupCenter',
]);

const STORES =
  /cylinder|data_?store|database|datastorage|stored_data|direct_data|internal_storage|^tape$|(?:^|\.)disk$/i;
const PERSONS = /(?:^|[._])(?:uml_?)?actor$|(?:^|[._])person2?$|[._]users?\d?$/i;
const GROUPS = /(?:^|[._])group(?:center|2)?$|boundary|subnet|(?:^|[._])(?:vpc|region|cloud_group|zone)$/i;

/** Style of a cell, as draw.io writes it: `ellipse;shape=cylinder3;dashed=1;`. */
export class Style {
  readonly #values = new Map<string, string>();
  readonly #names: string[] = [];

  constructor(written: string) {
    for (const part of written.split(';')) {
      const equals = part.indexOf('=');
      if (equals > 0) this.#values.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
      else if (part.trim() !== '') this.#names.push(part.trim());
    }
  }

  get isHtml(): boolean {
    return this.#values.get('html') === '1';
  }

  get isText(): boolean {
    return (
      this.#names.some((name) => name === 'text' || name === 'edgeLabel') ||
      this.#values.get('shape') === 'text'
    );
  }

  get isDashed(): boolean {
    return this.#values.get('dashed') === '1';
  }

  get isGroup(): boolean {
    return this.#names.includes('group');
  }

  /** A box that is there to hold others. */
  get isContainer(): boolean {
    const { shape } = this;
    return (
      this.#names.includes('swimlane') ||
      shape === 'swimlane' ||
      this.#values.get('container') === '1' ||
      this.#values.has('grIcon') ||
      (shape !== undefined && GROUPS.test(shape))
    );
  }

  /** Rows of a table, attributes of a class: parts of one thing. */
  get isTable(): boolean {
    return this.shape === 'table' || this.#values.get('childLayout') === 'tableLayout';
  }

  get isStack(): boolean {
    return this.#values.get('childLayout') === 'stackLayout';
  }

  get isRow(): boolean {
    return (
      this.isText ||
      this.shape === 'tableRow' ||
      this.shape === 'partialRectangle' ||
      this.#names.includes('line')
    );
  }

  /** It is drawn as a part of its parent: the picture and text of a card. */
  get isPart(): boolean {
    return this.#values.get('part') === '1';
  }

  get isPerson(): boolean {
    return this.types.some((type) => PERSONS.test(type)) || this.#names.includes('actor');
  }

  /** A remark on the drawing, which is no part of what is drawn. */
  get isNote(): boolean {
    return /^(?:note2?|callout)$/.test(this.shape ?? '');
  }

  get fallback(): DraftAsset['fallback'] {
    // Data flow diagrams draw a store as two lines, open at one side or both.
    if (this.shape === 'partialRectangle' && this.#values.get('right') === '0') return 'store';
    const shapes = [...this.types, ...this.#names];
    return shapes.some((shape) => STORES.test(shape)) ? 'store' : 'process';
  }

  /** Names of its shape and pictures, where they say anything. */
  get types(): readonly string[] {
    const picture = this.#values.get('image');
    const types = [
      this.shape,
      this.#values.get('resIcon'),
      this.#values.get('grIcon'),
      this.#values.get('prIcon'),
    ];
    // Pictures of the libraries of draw.io are called after what they show; others are data or somewhere else.
    if (picture !== undefined && !picture.startsWith('data:')) {
      types.push(/(?:^|\/)img\/(?:lib\/)?([\w/-]+)\.(?:svg|png)$/.exec(picture.slice(0, 1000))?.[1]);
    }
    return [...new Set(types)].filter((type): type is string => type !== undefined && !PLAIN.has(type));
  }

  get shape(): string | undefined {
    return this.#values.get('shape');
  }

  /** Whether an edge has a tip at its start and its end. */
  get tips(): { readonly start: boolean; readonly end: boolean } {
    const has = (key: string, otherwise: string): boolean => (this.#values.get(key) ?? otherwise) !== 'none';
    return { start: has('startArrow', 'none'), end: has('endArrow', 'classic') };
  }
}
