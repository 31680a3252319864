import { isUtf8 } from 'node:buffer';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/**
 * The file as text; a byte order mark is dropped.
 *
 * @throws ThreatloomError INPUT-004 where the bytes are not UTF-8 or hold a NUL, with the offset of the first NUL
 */
export function decodeText({ file, bytes }: ImportFile): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw notText(file, `a NUL byte at offset ${nul}`);
  // Checking first and decoding then takes a quarter of the time of a decoder that does both.
  if (!isUtf8(bytes)) throw notText(file, 'bytes that are not UTF-8');
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return content.toString('utf8', content.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0);
}

/** First bytes as text, for recognising a format; wrong bytes are replaced, never thrown on. */
export function headText({ bytes }: ImportFile, length = 4096): string {
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function notText(file: string, found: string): ThreatloomError {
  return new ThreatloomError('INPUT-004', `the file is not text: it holds ${found}`, {
    file,
    hint: 'a text file in UTF-8 is expected (gzip is undone by itself; zip and tar are not)',
  });
}
