import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The file as text; a byte order mark is dropped.
 *
 * @throws ThreatloomError INPUT-004 where the bytes are not UTF-8 or hold a NUL, with the offset of the first NUL
 */
export function decodeText({ file, bytes }: ImportFile): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw notText(file, `a NUL byte at offset ${nul}`);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw notText(file, 'bytes that are not UTF-8', cause);
  }
}

/** First bytes as text, for recognising a format; wrong bytes are replaced, never thrown on. */
export function headText({ bytes }: ImportFile, length = 4096): string {
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function notText(file: string, found: string, cause?: unknown): ThreatloomError {
  return new ThreatloomError('INPUT-004', `the file is not text: it holds ${found}`, {
    file,
    hint: 'a text file in UTF-8 is expected (gzip is undone by itself; zip and tar are not)',
    cause,
  });
}
