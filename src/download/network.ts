/**
 * The way from a host's name to a connection: names are looked up once, the answer is judged, and the connection goes to
 * the very address that was judged, so that a name server cannot say one thing to the check and another to the socket.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { ThreatloomError } from '#model/errors';
import { isPublicAddress } from './public-address.ts';

export interface Network {
  /** Addresses of a host, IPv4 and IPv6. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly mayConnect: (address: string) => boolean;
  /** Certificate in PEM that is trusted beside none of the usual ones; tests have a server of their own. */
  readonly ca?: string;
}

/** The only network that the command line knows. */
export const PUBLIC_NETWORK: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  mayConnect: isPublicAddress,
};

/**
 * The addresses to which a connection may go.
 *
 * @param host as in a URL: a name, an IPv4 address, an IPv6 address in brackets
 * @throws ThreatloomError FETCH-002 (not found), FETCH-003 (some address is not public)
 */
export async function judgedAddresses(network: Network, host: string): Promise<readonly string[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(bare) === 0 ? await resolved(network, bare) : [bare];
  const refused = addresses.find((address) => !network.mayConnect(address));
  if (refused === undefined) return addresses;
  throw new ThreatloomError(
    'FETCH-003',
    bare === refused
      ? `${bare} is not an address of the public internet`
      : `${bare} leads to ${refused}, which is not an address of the public internet`,
    { hint: 'download the file by other means, and name it: threatloom framework add FILE' },
  );
}

async function resolved(network: Network, host: string): Promise<readonly string[]> {
  let cause: unknown;
  try {
    const addresses = await network.resolve(host);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    cause = error;
  }
  throw new ThreatloomError('FETCH-002', `there is no address for ${host}`, {
    hint: 'is the name right, and this machine connected?',
    cause,
  });
}

/** Gives a socket the addresses that were judged, whatever name it asks for. */
export function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const answer = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const fitting = answer.filter(
      ({ family }) =>
        (options.family ?? 0) === 0 || options.family === family || options.family === `IPv${family}`,
    );
    const [first] = fitting;
    if (first === undefined) callback(new Error('no address of the family asked for'), '', 0);
    else if (options.all === true) callback(null, fitting);
    else callback(null, first.address, first.family);
  };
}
