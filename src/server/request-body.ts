import type { IncomingMessage } from 'node:http';
import { ThreatloomError } from '#model/errors';
import type { ServerLimits } from './limits.ts';

/**
 * Reads a whole body as text.
 *
 * @throws ThreatloomError SERVE-014 (too large; as soon as that is known), SERVE-015 (too slow), SERVE-023 (cut off)
 */
export function readBody(request: IncomingMessage, limits: ServerLimits): Promise<string> {
  const { bodyBytes, receiveMs } = limits;
  const tooLarge = new ThreatloomError('SERVE-014', `the body is larger than ${bodyBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes) return Promise.reject(tooLarge);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      act();
    };
    const fail = (error: ThreatloomError): void => {
      settle(() => {
        reject(error);
      });
    };
    const onData = (piece: Buffer): void => {
      length += piece.byteLength;
      if (length > bodyBytes) fail(tooLarge);
      else pieces.push(piece);
    };
    const onEnd = (): void => {
      settle(() => {
        resolve(pieces.length === 1 ? pieces[0]!.toString('utf8') : Buffer.concat(pieces).toString('utf8'));
      });
    };
    const onClose = (): void => {
      fail(new ThreatloomError('SERVE-023', 'the body was cut off'));
    };
    const timer = setTimeout(() => {
      fail(new ThreatloomError('SERVE-015', `the body took longer than ${receiveMs} ms to arrive`));
    }, receiveMs);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}
