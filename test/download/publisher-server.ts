import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPublicAddress } from '#download/public-address';
import type { Network } from '#download/network';
import { selfSigned } from './certificate.ts';

const HOST = 'files.publisher.test';

export type Page = (request: IncomingMessage, response: ServerResponse) => void;

/** A publisher's server, with a certificate of its own, on the loopback of this machine. */
export class PublisherServer {
  readonly pages = new Map<string, Page>();
  /** Path and `Range` of each request. */
  readonly requests: string[] = [];
  readonly #cert = selfSigned(HOST);
  readonly #server: Server = createServer(this.#cert, (request, response) => {
    const { url = '', headers } = request;
    this.requests.push(headers.range === undefined ? url : `${url} ${headers.range}`);
    const page = this.pages.get(url);
    if (page === undefined) response.writeHead(404).end('no such page');
    else page(request, response);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  address(path: string, host = HOST): string {
    return `https://${host}:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  /** Names lead where the test says, this server by default; of this machine, its address alone may be connected to. */
  network(names: Readonly<Record<string, readonly string[]>> = {}): Network {
    return {
      resolve: (host) => Promise.resolve(names[host] ?? (host === HOST ? ['127.0.0.1'] : [])),
      mayConnect: (address) => address === '127.0.0.1' || isPublicAddress(address),
      ca: this.#cert.cert,
    };
  }

  serve(path: string, content: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
    this.pages.set(path, (_request, response) => {
      response.writeHead(200, { 'content-length': Buffer.byteLength(content), ...headers }).end(content);
    });
  }

  redirect(path: string, location: string): void {
    this.pages.set(path, (_request, response) => {
      response.writeHead(302, { location }).end();
    });
  }

  /**
   * Serves ranges as RFC 9110 has it, and cuts the connection after some bytes of each of the first answers.
   *
   * @param cuts bytes of the first, the second … answer
   */
  serveCut(path: string, content: () => Uint8Array, etag: () => string, cuts: readonly number[]): void {
    const left = [...cuts];
    this.pages.set(path, ({ headers }, response) => {
      const all = content();
      const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
      const goesOn = from !== undefined && headers['if-range'] === etag();
      const body = goesOn ? all.subarray(Number(from)) : all;
      response.writeHead(goesOn ? 206 : 200, {
        etag: etag(),
        'content-length': body.length,
        ...(goesOn ? { 'content-range': `bytes ${from}-${all.length - 1}/${all.length}` } : {}),
      });
      const cut = left.shift();
      if (cut === undefined) response.end(body);
      else response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
    });
  }
}
