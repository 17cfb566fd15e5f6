import { S3Error } from '../errors/s3-error.ts';
import type { Incoming } from './incoming.ts';

/** Takes a piece of a body; a promise holds the client back until it is settled. */
export type BodyConsumer = (bytes: Buffer) => Promise<unknown> | undefined;

/**
 * Hands a body over piece by piece. By events: an async iterator costs a small upload a tenth of its time, and Node's own
 * destroys the connection when its reader stops early. Throws what the consumer throws, and `IncompleteBody` where the client goes away.
 */
export function consumeBody(request: Incoming, consume: BodyConsumer): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      request.off('data', take).off('end', end).off('error', broken).off('close', broken);
      if (error === undefined) resolve();
      else reject(error);
    };
    const fail = (error: unknown) => settle(error);
    const take = (bytes: Buffer) => {
      try {
        const full = consume(bytes);
        if (full === undefined) return;
        request.pause();
        full.then(() => request.resume(), fail);
      } catch (error) {
        settle(error);
      }
    };
    const end = () => settle();
    const broken = () => settle(new S3Error('IncompleteBody'));
    // A broken connection may report more than one error; only the first is of interest, and none may end the process.
    request.on('error', () => undefined);
    if (request.destroyed && !request.readableEnded) broken();
    else if (request.readableEnded) settle();
    else request.on('data', take).on('end', end).on('error', broken).on('close', broken);
  });
}
