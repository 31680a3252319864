import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';

/**
 * The one file of a framework that is one file.
 *
 * @param what for the message: `the AI RMF Playbook`
 * @throws ThreatloomError `code` where there is none, or more than one
 */
export function onlyFile(input: readonly ImportFile[], code: string, what: string): ImportFile {
  const [file] = input;
  if (file !== undefined && input.length === 1) return file;
  throw new ThreatloomError(code, `${what} is one file, ${input.length} were given`, {
    ...(input.length === 0 ? {} : { file: input.map((one) => one.file).join(', ') }),
    hint: 'give that file alone',
  });
}
