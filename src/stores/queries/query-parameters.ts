import type { Diagnostic } from '#model/diagnostics';
import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { NamedQuery, ParameterType, QueryParameterSpec } from './named-query.ts';

type Value = NonNullable<QueryParameterSpec['default']>;

/** Whether a JSON value is of a parameter's type. */
export function fitsType(value: unknown, type: ParameterType): value is Value {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'strings':
      return Array.isArray(value) && value.every((element) => typeof element === 'string');
  }
}

/**
 * Values for all parameters of a query, defaults filled in.
 *
 * @param given values as JSON has them, or as text from a command line: `"5"` for an integer, `"a,b"` for strings
 * @throws ThreatloomError QUERY-006 with one diagnostic for each parameter that is unknown, missing or of another type
 */
export function bindParameters(
  query: Pick<NamedQuery, 'name' | 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Record<string, Value> {
  const diagnostics: Diagnostic[] = [];
  const report = (message: string, hint?: string): void => {
    diagnostics.push({ code: 'QUERY-006', severity: 'error', message, ...(hint !== undefined && { hint }) });
  };
  const names = query.parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(given).filter((each) => !names.includes(each))) {
    const nearest = nearestWord(name, names);
    const takes = names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`;
    report(
      `query ${query.name} has no parameter "${name}"`,
      nearest === undefined ? takes : `did you mean "${nearest}"?`,
    );
  }
  const bound: Record<string, Value> = {};
  for (const { name, type, default: fallback, description } of query.parameters) {
    const value = given[name] === undefined ? fallback : fromText(given[name], type);
    if (value === undefined) report(`query ${query.name} needs the parameter "${name}"`, description);
    else if (fitsType(value, type)) bound[name] = value;
    else
      report(`parameter "${name}" must be of type ${type}, not ${JSON.stringify(given[name])}`, description);
  }
  if (diagnostics.length > 0) {
    const { message, hint } = diagnostics[0]!;
    throw new ThreatloomError('QUERY-006', message, { diagnostics, ...(hint !== undefined && { hint }) });
  }
  return bound;
}

function fromText(value: unknown, type: ParameterType): unknown {
  if (typeof value !== 'string' || type === 'string') return value;
  if (type === 'strings') return value === '' ? [] : value.split(',').map((element) => element.trim());
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return value.trim() === '' ? value : Number(value);
}
