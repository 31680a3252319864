/**
 * The table of publishers' download addresses, `publishers/downloads.yaml`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ThreatloomError } from '#model/errors';
import { packageRoot } from '#packaging/package-root';

/** Stands for an edition that the table does not name; it is put in the place of `{edition}`. */
const ANY = '*';
/** What is meant where no edition is named. */
const LATEST = 'latest';

export interface PublisherFile {
  readonly url: string;
  /** Name that it is kept under. */
  readonly name: string;
  /** Of a file that cannot change, lower-case hex. */
  readonly sha256?: string;
}

export interface PublisherDownload {
  readonly framework: string;
  /** Absent where the newest is meant, whichever that is. */
  readonly edition?: string;
  readonly licence: string;
  /** What the licence asks of those who use the files. */
  readonly notice?: string;
  readonly files: readonly PublisherFile[];
}

const fileName = z.string().regex(/^[A-Za-z0-9_][\w.-]*$/, 'not a plain name of a file');

const entrySchema = z.strictObject({
  framework: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  edition: z.union([z.literal(ANY), fileName]),
  licence: z.string().min(1),
  notice: z.string().min(1).optional(),
  from: z.url({ protocol: /^https$/ }).endsWith('/'),
  files: z
    .array(
      z.strictObject({
        path: z.string().regex(/^[A-Za-z0-9_][\w.{}%-]*$/, 'not a name below the folder'),
        'save-as': fileName.optional(),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
    )
    .min(1),
});

const schema = z.strictObject({ downloads: z.array(entrySchema) });

type Entry = z.infer<typeof entrySchema>;

/**
 * @param text of the table; by default the shipped one
 * @throws ThreatloomError DOWNLOADS-001 where the table is wrong
 */
export function readDownloads(
  text = readFileSync(join(packageRoot(), 'publishers', 'downloads.yaml'), 'utf8'),
): Downloads {
  const result = schema.safeParse(parse(text, { maxAliasCount: 0 }));
  const [issue] = result.error?.issues ?? [];
  const entries = result.data?.downloads ?? [];
  const names = entries.map(({ framework, edition }) => `${framework}@${edition}`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (issue === undefined && twice === undefined) return new Downloads(entries);
  throw new ThreatloomError(
    'DOWNLOADS-001',
    `the table of download addresses is wrong: ${issue?.message ?? `it names ${twice ?? ''} twice`}`,
    {
      file: 'publishers/downloads.yaml',
      ...(issue === undefined ? {} : { pointer: issue.path.map((step) => `/${String(step)}`).join('') }),
    },
  );
}

export class Downloads {
  readonly #entries: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  /** In the order of the table; editions as it writes them, `latest` and `*` included. */
  all(): readonly {
    readonly framework: string;
    readonly edition: string;
    readonly licence: string;
    readonly from: string;
  }[] {
    return this.#entries.map(({ framework, edition, licence, from }) => ({
      framework,
      edition,
      licence,
      from,
    }));
  }

  /**
   * @param edition the newest where it is left out: `latest`, else the last that the table names
   * @throws ThreatloomError DOWNLOADS-002 where the table has no such framework or edition
   */
  find(framework: string, edition?: string): PublisherDownload {
    const own = this.#entries.filter((entry) => entry.framework === framework);
    const found =
      own.find((entry) => entry.edition === (edition ?? LATEST)) ??
      (edition === undefined
        ? own.findLast((entry) => entry.edition !== ANY)
        : own.find((entry) => entry.edition === ANY && fileName.safeParse(edition).success));
    if (found === undefined) throw unknown(framework, edition, this.#entries, own);
    const meant = found.edition === ANY ? edition : found.edition === LATEST ? undefined : found.edition;
    return {
      framework,
      licence: found.licence,
      ...(meant === undefined ? {} : { edition: meant }),
      ...(found.notice === undefined ? {} : { notice: found.notice }),
      files: found.files.map(({ path, sha256, 'save-as': saveAs }) => {
        const name = path.replace('{edition}', meant ?? '');
        return {
          url: new URL(name, found.from).href,
          name: saveAs ?? decodeURIComponent(name),
          ...(sha256 === undefined ? {} : { sha256 }),
        };
      }),
    };
  }
}

function unknown(
  framework: string,
  edition: string | undefined,
  all: readonly Entry[],
  own: readonly Entry[],
): ThreatloomError {
  const known =
    own.length === 0 ? [...new Set(all.map((entry) => entry.framework))] : own.map((entry) => entry.edition);
  return new ThreatloomError(
    'DOWNLOADS-002',
    own.length === 0
      ? `no address is known for "${framework}"`
      : `no address is known for edition ${edition ?? ''} of ${framework}`,
    { hint: `known: ${known.join(', ')}; or name the address itself: threatloom framework fetch https://…` },
  );
}
