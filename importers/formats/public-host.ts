/** Addresses of one machine, of private networks and of links (RFC 1918, 3927, 4193, 4291, 6598). */
const PRIVATE_ADDRESS =
  /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)|^(?:::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
/** Names that only a network of one's own knows (RFC 6761, 6762, 8375; clusters; ICANN's `internal`). */
const PRIVATE_NAME =
  /\.(?:local|localhost|localdomain|internal|intranet|corp|lan|home\.arpa|svc|test)$|\.svc\./;

/**
 * Whether a host is one of the internet, by its name alone: a name with a point, or an address, that is no private one.
 *
 * @param host lower case, without port
 * @example isPublicHost('api.example.com') // true
 * @example isPublicHost('vllm') // false: a name in a network of one's own
 */
export function isPublicHost(host: string): boolean {
  const isName = /\.[a-z0-9]/.test(host) || host.includes(':');
  return isName && !PRIVATE_ADDRESS.test(host) && !PRIVATE_NAME.test(host);
}
