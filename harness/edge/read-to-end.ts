import type { EdgeRequest } from './edge-route.ts';

/** Reads a body away, so that the journal has seen all of it. Resolves also when the client breaks off. */
export function readToEnd(request: EdgeRequest): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  request.on('end', resolve);
  request.on('close', resolve);
  request.on('error', () => resolve());
  request.resume();
  return promise;
}
