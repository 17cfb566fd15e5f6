import { AsyncLocalStorage } from 'node:async_hooks';
import type { RouteContext } from '../../harness/edge/edge-route.ts';

const storage = new AsyncLocalStorage<RouteContext>();

/** Runs `work` such that the handlers it calls can ask who sends the request; a `Request` itself has no place for that. */
export function withOrigin<T>(origin: RouteContext, work: () => T): T {
  return storage.run(origin, work);
}

/** Where the request in hand comes from; undefined outside the Edge, as in a unit test of a handler. */
export function requestOrigin(): RouteContext | undefined {
  return storage.getStore();
}
