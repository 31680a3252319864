/**
 * Package URLs (purl, ECMA-427): `pkg:type/namespace/name@version?qualifiers#subpath`.
 */
export interface PackageUrl {
  /** Lower case: `pypi`, `huggingface`. */
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
}

/** @returns undefined where the text is no purl */
export function readPackageUrl(text: string): PackageUrl | undefined {
  const parts = /^pkg:\/*([a-z][a-z0-9.+-]*)\/([^?#\s]+)/i.exec(text.slice(0, 4096));
  const [, type, rest] = parts ?? [];
  if (type === undefined || rest === undefined) return undefined;
  const at = rest.lastIndexOf('@');
  const path = (at > 0 ? rest.slice(0, at) : rest).split('/').filter((step) => step !== '');
  const name = path.pop();
  if (name === undefined) return undefined;
  return {
    type: type.toLowerCase(),
    ...(path.length > 0 && { namespace: path.map(decoded).join('/') }),
    name: decoded(name),
    ...(at > 0 && { version: decoded(rest.slice(at + 1)) }),
  };
}

/** Where packages of a type are published: the registry that everybody can publish to. */
const PUBLIC_REGISTRIES: Readonly<Record<string, { readonly name: string; readonly kind: string }>> = {
  cargo: { name: 'crates.io', kind: 'package-registry' },
  composer: { name: 'Packagist', kind: 'package-registry' },
  conda: { name: 'conda', kind: 'package-registry' },
  cran: { name: 'CRAN', kind: 'package-registry' },
  docker: { name: 'Docker Hub', kind: 'container-registry' },
  gem: { name: 'RubyGems', kind: 'package-registry' },
  github: { name: 'GitHub', kind: 'source-repository' },
  golang: { name: 'Go modules', kind: 'package-registry' },
  huggingface: { name: 'Hugging Face', kind: 'model-registry' },
  maven: { name: 'Maven Central', kind: 'package-registry' },
  mlflow: { name: 'MLflow registry', kind: 'model-registry' },
  npm: { name: 'npm', kind: 'package-registry' },
  nuget: { name: 'NuGet', kind: 'package-registry' },
  'ollama-library': { name: 'Ollama library', kind: 'model-registry' },
  pypi: { name: 'PyPI', kind: 'package-registry' },
};

/** Registries of one's own, whoever else may publish to others of their type. */
const OWN_REGISTRIES: ReadonlySet<string> = new Set(['mlflow']);

export interface Registry {
  readonly name: string;
  readonly kind: string;
  readonly isPublic: boolean;
}

/** The registry that a purl type names; undefined for `generic` and others that name none. */
export function registryOfType(type: string): Registry | undefined {
  const known = Object.hasOwn(PUBLIC_REGISTRIES, type) ? PUBLIC_REGISTRIES[type] : undefined;
  return known && { ...known, isPublic: !OWN_REGISTRIES.has(type) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
