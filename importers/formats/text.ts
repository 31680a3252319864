import { isUtf8 } from 'node:buffer';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/**
 * The file as text; a byte order mark is dropped. UTF-8, or UTF-16 where such a mark says so: Windows PowerShell writes
 * what it redirects like that.
 *
 * @throws ThreatloomError INPUT-004 where the bytes are not such text or hold a NUL, with the offset of the first NUL
 */
export function decodeText({ file, bytes }: ImportFile): string {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return decodeWide(file, bytes, wide);
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw notText(file, `a NUL byte at offset ${nul}`);
  // Checking first and decoding then takes a quarter of the time of a decoder that does both.
  if (!isUtf8(bytes)) throw notText(file, 'bytes that are not UTF-8');
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return content.toString('utf8', content.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0);
}

/** First bytes as text, for recognising a format; wrong bytes are replaced, never thrown on. */
export function headText({ bytes }: ImportFile, length = 4096): string {
  return new TextDecoder(wideEncoding(bytes)).decode(bytes.subarray(0, length));
}

type Wide = 'utf-16le' | 'utf-16be';

function wideEncoding([first, second]: Uint8Array): Wide | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function decodeWide(file: string, bytes: Uint8Array, encoding: Wide): string {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw notText(file, 'bytes that are not UTF-16, though it starts as if they were');
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) throw notText(file, `a NUL at letter ${nul + 1}`);
  return text;
}

function notText(file: string, found: string): ThreatloomError {
  return new ThreatloomError('INPUT-004', `the file is not text: it holds ${found}`, {
    file,
    hint: 'a text file in UTF-8 is expected, or in UTF-16 with a byte order mark (gzip is undone by itself; zip and tar are not)',
  });
}
