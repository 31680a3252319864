import type { SourcePlace } from '#model/draft-system';
import type { Account } from './account.ts';
import { escapePointer } from './fields.ts';

/**
 * One value of a foreign document, read in typed steps. What is asked for as text, number or boolean is accounted for
 * by that; objects and lists are accounted for by their parts. A value of another type than asked for becomes a
 * diagnostic and a line of the loss report, never an exception.
 *
 * @example
 * const root = TreeNode.of(account);
 * for (const component of root.items('components')) component.text('name');
 */
export class TreeNode {
  readonly account: Account;
  readonly pointer: string;
  readonly value: unknown;

  static of(account: Account): TreeNode {
    return new TreeNode(account, '', account.document.value);
  }

  private constructor(account: Account, pointer: string, value: unknown) {
    this.account = account;
    this.pointer = pointer;
    this.value = value;
  }

  get place(): SourcePlace {
    return this.account.place(this.pointer);
  }

  has(key: string): boolean {
    const value = this.#raw(key);
    return value !== undefined && value !== null;
  }

  /** Text; numbers and booleans as they would be written. Empty counts as absent. */
  text(key: string): string | undefined {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return undefined;
    }
    const pointer = this.#below(key);
    if (!isScalar(value)) {
      this.account.wrong(pointer, 'text', value);
      return undefined;
    }
    this.account.tell(pointer);
    const text = String(value).trim();
    return text === '' ? undefined : text;
  }

  /** A text of those that the format has for it; others are reported, and count as absent. */
  word(key: string, known: ReadonlySet<string>): string | undefined {
    const text = this.text(key);
    if (text === undefined || known.has(text)) return text;
    this.account.strange(this.#below(key), known);
    return undefined;
  }

  /** Texts of a list, or one text where a format lets a list of one be written so. */
  texts(key: string): readonly string[] {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return [];
    }
    if (typeof value !== 'object') {
      const only = this.text(key);
      return only === undefined ? [] : [only];
    }
    return this.items(key).flatMap((item) => {
      const text = item.asText();
      return text === undefined ? [] : [text];
    });
  }

  /** The value itself, where it is text. */
  asText(): string | undefined {
    if (!isScalar(this.value)) {
      this.account.wrong(this.pointer, 'text', this.value ?? null);
      return undefined;
    }
    this.account.tell(this.pointer);
    return String(this.value);
  }

  number(key: string): number | undefined {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.account.wrong(this.#below(key), 'a number', value);
      return undefined;
    }
    this.account.tell(this.#below(key));
    return value;
  }

  boolean(key: string): boolean | undefined {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return undefined;
    }
    if (typeof value !== 'boolean') {
      this.account.wrong(this.#below(key), 'true or false', value);
      return undefined;
    }
    this.account.tell(this.#below(key));
    return value;
  }

  /** An object below this one. */
  at(key: string): TreeNode | undefined {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return undefined;
    }
    const child = new TreeNode(this.account, this.#below(key), value);
    if (child.isObject) return child;
    this.account.wrong(child.pointer, 'an object', value);
    return undefined;
  }

  /** Whatever stands below this key. */
  any(key: string): TreeNode | undefined {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return undefined;
    }
    return new TreeNode(this.account, this.#below(key), value);
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** Entries of a list, of any type. */
  items(key: string): readonly TreeNode[] {
    const value = this.#raw(key);
    if (value === undefined || value === null) {
      this.#absent(key);
      return [];
    }
    const list = new TreeNode(this.account, this.#below(key), value);
    if (list.isList) return list.elements();
    this.account.wrong(list.pointer, 'a list', value);
    return [];
  }

  /** Entries of a list that are objects; others are reported. */
  objects(key: string): readonly TreeNode[] {
    return this.items(key).filter((item) => item.expectObject());
  }

  /** The entries of this list. */
  elements(): readonly TreeNode[] {
    if (!Array.isArray(this.value)) return [];
    const values: readonly unknown[] = this.value;
    if (values.length === 0) this.account.tell(this.pointer);
    return values.map((value, index) => new TreeNode(this.account, `${this.pointer}/${index}`, value));
  }

  /** The entries of this object, in order of the document. */
  entries(): readonly (readonly [string, TreeNode])[] {
    if (!this.isObject) return [];
    const entries = Object.entries(this.value as Record<string, unknown>);
    if (entries.length === 0) this.account.tell(this.pointer);
    return entries.map(([key, value]) => [key, new TreeNode(this.account, this.#below(key), value)]);
  }

  /** Entries of an object below this one. */
  entriesOf(key: string): readonly (readonly [string, TreeNode])[] {
    return this.at(key)?.entries() ?? [];
  }

  /** Whether this is an object; where it is not, that is reported. */
  expectObject(): boolean {
    if (this.isObject) {
      this.account.open(this.pointer);
      return true;
    }
    this.account.wrong(this.pointer, 'an object', this.value);
    return false;
  }

  /** The values under these keys are part of what another line tells. */
  tell(...keys: readonly string[]): void {
    for (const key of keys) if (this.#raw(key) !== undefined) this.account.tell(this.#below(key));
  }

  /** This value, whole, is part of what another line tells. */
  tellWhole(): void {
    this.account.tell(this.pointer);
  }

  /** All that stands in this object is part of what another line tells. */
  tellParts(): void {
    for (const [, part] of this.entries()) part.tellWhole();
  }

  #raw(key: string): unknown {
    if (!this.isObject || !Object.hasOwn(this.value as object, key)) return undefined;
    return (this.value as Record<string, unknown>)[key];
  }

  /** A null says nothing, so nothing of it is lost. */
  #absent(key: string): void {
    if (this.#raw(key) === null) this.account.tell(this.#below(key));
  }

  #below(key: string): string {
    return `${this.pointer}/${escapePointer(key)}`;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
