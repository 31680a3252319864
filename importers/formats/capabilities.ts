/** Capabilities of Linux that container engines give to each container by themselves, so that adding them adds nothing. */
const OF_EACH_CONTAINER: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/**
 * Whether a capability is more than each container has.
 *
 * Source: defaults of Docker Engine and containerd (`oci/spec.go`), the same 14 since 2014.
 *
 * @param name with or without `CAP_` before it
 */
export function isRareCapability(name: string): boolean {
  return !OF_EACH_CONTAINER.has(name.toUpperCase().replace(/^CAP_/, ''));
}
