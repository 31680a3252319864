/** What kept a file from being read, in words; without the whole path that errors of the system name. */
export function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder; name the file in it';
  return code === 'EACCES' ? 'it may not be read by you' : String(cause);
}
