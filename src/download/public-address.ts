/**
 * Which addresses belong to the public internet. What a publisher's address resolves to may be anything, an address of
 * this machine or of the network around it included, and those answer to more than a publisher should.
 *
 * Ranges: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and what was added to it since).
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const NOT_PUBLIC_4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Within 2000::/3, the only part of IPv6 that is given out for global unicast. */
const NOT_PUBLIC_6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const reserved4 = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_4) reserved4.addSubnet(network, prefix, 'ipv4');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const reserved6 = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_6) reserved6.addSubnet(network, prefix, 'ipv6');

/**
 * IPv6 forms that carry an IPv4 address (mapped, and NAT64 of RFC 6052) are judged by that address.
 *
 * @example isPublicAddress('::ffff:127.0.0.1') // false
 * @returns false also for what is no address
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !reserved4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  const inner = embedded4(address);
  if (inner !== undefined) return isPublicAddress(inner);
  return global6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6');
}

function embedded4(address: string): string | undefined {
  // The URL parser writes an address in its one shortest form, in hexadecimal throughout.
  const shortest = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortest) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
