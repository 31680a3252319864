/**
 * Ids for the elements of a draft: kebab-case of their names, each once.
 */

/** Longest id that is made of a name; more is no help to anyone. */
const MAX_LENGTH = 60;
/** A key that models may not have: it is what YAML 1.1 makes of `on`. */
const REFUSED = 'true';

/** Names of products that people write as one word, whatever their capitals say. */
const ONE_WORD =
  /(?:[Oo]penAI|Git(?:Hub|Lab)|Lang(?:Chain|Fuse|Graph)|LlamaIndex|DeepSeek|OpenSearch|LocalStack|HashiCorp|MetaMask|LinkedIn|PayPal|YouTube)(?![a-z])/g;

/** `Böser Server (v2)` → `boser-server-v2`; empty where no letter or digit of it can be written so. */
export function kebabCase(name: string): string {
  return name
    .slice(0, 10 * MAX_LENGTH)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(ONE_WORD, (product) => product.toLowerCase())
    .replaceAll(/[A-Za-z0-9]+/g, dividedAtCapitals)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
}

/**
 * `webShop` and `s3Bucket` are two words each, `B2C` is one. Capitals that end a word belong to it where it starts with one
 * too, as in the names of products (`OpenAI`, `PostgreSQL`), else to a word of their own (`userDB`).
 */
function dividedAtCapitals(word: string): string {
  return /^[A-Z]/.test(word)
    ? word.replaceAll(/([a-z0-9])([A-Z][a-z])/g, '$1-$2')
    : word.replaceAll(/([a-z])([A-Z])|([0-9])([A-Z][a-z])/g, '$1$3-$2$4');
}

/** Ids that a tool made up tell people nothing. */
const MADE_UP = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^\d+$/i;

/** What a new id is best made of: the id of the foreign file where people chose it, else the name. */
export function readableId(id: string | undefined, name: string | undefined): string | undefined {
  if (id === undefined || MADE_UP.test(id)) return name;
  return id.length <= MAX_LENGTH && kebabCase(id) === id ? id : (name ?? id);
}

/**
 * Hands out ids in the order of asking.
 *
 * @example
 * const ids = new DraftIds();
 * ids.make('Web server', 'process'); // web-server
 * ids.make('Web Server', 'process'); // web-server-2
 * ids.make('数据库', 'store'); // store
 */
export class DraftIds {
  readonly #taken = new Set<string>();

  /** @param fallback kebab-case, for names of which nothing is left */
  make(name: string | undefined, fallback: string): string {
    const made = kebabCase(name ?? '') || fallback;
    const base = made === REFUSED ? `${made}-1` : made;
    let id = base;
    for (let n = 2; this.#taken.has(id); n++) id = `${base}-${n}`;
    this.#taken.add(id);
    return id;
  }
}
