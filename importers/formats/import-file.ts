/**
 * Makes an `ImportFile` of raw bytes: digest first, then gzip undone, both within a fixed limit.
 */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';

/**
 * Largest content that is read, after decompression: 96 MiB. The largest known input, ATT&CK Enterprise, has about
 * half of that; without a limit a gzip file of 100 kB could fill the memory.
 */
export const MAX_IMPORT_BYTES = 96 * 1024 * 1024;

/**
 * @param file name with or without folder; only the last part is kept
 * @param raw the file's bytes; gzip is recognised by its first two bytes, not by the name
 * @throws ThreatloomError INPUT-001 (too large), INPUT-002 (gzip damaged or cut short), INPUT-003 (empty)
 */
export function openImportFile(file: string, raw: Uint8Array): ImportFile {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  if (raw.length === 0) {
    throw new ThreatloomError('INPUT-003', 'the file is empty', { file: name, hint: 'fetch it again' });
  }
  if (raw.length > MAX_IMPORT_BYTES) throw tooLarge(name);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzip(name, raw) : raw;
  return { file: name, bytes, sha256 };
}

function gunzip(file: string, raw: Uint8Array): Uint8Array {
  try {
    return gunzipSync(raw, { maxOutputLength: MAX_IMPORT_BYTES });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(file, cause);
    throw new ThreatloomError('INPUT-002', 'the gzip file is damaged or cut short', {
      file,
      hint: 'fetch it again and compare its checksum',
      cause,
    });
  }
}

function tooLarge(file: string, cause?: unknown): ThreatloomError {
  return new ThreatloomError(
    'INPUT-001',
    `the file holds more than ${MAX_IMPORT_BYTES / 1024 / 1024} MiB, the most that is read`,
    { file, hint: 'is this the right file? ATT&CK Enterprise, the largest known, has about 50 MB', cause },
  );
}
