/**
 * What the variables of a stack are set to: defaults in the files themselves, and files of variables that were given too.
 * Values of these files stand in for `${NAME}` as if they had been written there; no value leaves for itself.
 */
import { compareText } from '#model/diagnostics';
import type { SystemFile } from '#model/system-importer';
import { isSecretName } from '../../formats/redact.ts';
import { headText } from '../../formats/text.ts';
import type { Variable } from '../../formats/variables.ts';

/** Files of variables are some kilobytes of text. */
const MAX_CHARACTERS = 262_144;
/** `${A:-${B:-c}}` */
const MAX_NESTING = 3;

export class Settings {
  readonly #files: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What Compose itself takes: `.env` beside the first file. */
  readonly #project: ReadonlyMap<string, string>;
  readonly #unset = new Set<string>();

  /** @param home folder of the stack, as its files say it: `` or `deploy` */
  constructor(files: readonly SystemFile[], home: string) {
    this.#files = new Map(
      files.filter(({ path }) => isEnvironmentFile(path)).map((file) => [file.path, valuesIn(file)]),
    );
    this.#project = this.#files.get(home === '' ? '.env' : `${home}/.env`) ?? new Map<string, string>();
  }

  /** Variables of one file, by its path; undefined where it was not given. */
  variablesOf(path: string): readonly Variable[] | undefined {
    const values = this.#files.get(path);
    return values && [...values].map(([name, value]) => this.variable(name, value));
  }

  variable(name: string, value: string | undefined): Variable {
    const text = value ?? this.#project.get(name);
    return { name, value: text === undefined ? undefined : this.filledIn(text) };
  }

  /** `${NAME}` → its value in `.env`, else its default; secrets stay what they are: a reference, or one with a default. */
  filledIn(text: string): string {
    const filled = withDefaults(text, this.#project);
    for (const [, braced, bare] of filled.matchAll(/(?<!\$)\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g)) {
      const name = braced ?? bare ?? '';
      if (!isSecretName(name)) this.#unset.add(name);
    }
    return filled;
  }

  /** Variables that have been asked for, but secrets, and that nothing sets. */
  get unset(): readonly string[] {
    return [...this.#unset].sort(compareText);
  }
}

/**
 * `${NAME:-default}` and `${NAME-default}` → the default, without quotation marks around it; `${NAME:+other}` → the other
 * where it is set, else nothing; a variable without one stays what it is.
 *
 * @param values what variables are set to, by name
 */
export function withDefaults(text: string, values?: ReadonlyMap<string, string>): string {
  let filled = text;
  for (let depth = 0; depth < MAX_NESTING; depth++) {
    const before = filled;
    filled = before.replaceAll(
      /\$(?:\{([A-Za-z_]\w*)(?::?([-?+])([^${}]*))?\}|([A-Za-z_]\w*))/g,
      (
        whole: string,
        braced: string | undefined,
        sign: string | undefined,
        rest: string | undefined,
        bare: string | undefined,
      ) => {
        const name = braced ?? bare ?? '';
        const value = values?.get(name);
        // What stands in its place where it is set.
        if (sign === '+') return value === undefined || value === '' ? '' : withoutQuotes(rest ?? '');
        if (value !== undefined && value !== '')
          return isSecretName(name) ? `\${${name}:-${value.replaceAll(/[${}]/g, '*')}}` : value;
        return sign !== '-' || isSecretName(name) ? whole : withoutQuotes(rest ?? '');
      },
    );
    if (filled === before) break;
  }
  return filled;
}

/** @param path `.env`, `backend.env`, `.env.local` … */
export function isEnvironmentFile(path: string): boolean {
  return /(?:^|\/)[^/]*\.env(?:\.[\w-]+)?$|(?:^|\/)env$/i.test(path);
}

function valuesIn(file: SystemFile): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of headText(file, MAX_CHARACTERS).split(/\r?\n/)) {
    const [, name, rest = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=(.*)$/s.exec(line) ?? [];
    if (name === undefined) continue;
    const written = rest.trimStart();
    const quoted = /^(["'])(.*?)\1/.exec(written);
    values.set(name, quoted?.[2] ?? written.replace(/(?<!\s)\s+#.*$/s, '').trim());
  }
  return values;
}

/** `${MODEL:-"llama"}`: what is meant is the word. */
function withoutQuotes(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
