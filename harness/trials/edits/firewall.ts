import type { EdgeRoute } from '../../edge/edge-route.ts';
import { breakConnection } from '../../edge/faults/break-connection.ts';

/**
 * A firewall that lets no pod reach these hosts, on the pod network or on the nodes': it breaks off every connection to them before
 * an answer.
 */
export function firewall(...hosts: readonly (string | RegExp)[]): { readonly routes: readonly EdgeRoute[] } {
  const route: EdgeRoute = {
    name: 'firewall',
    matches: (host) => hosts.some((name) => (typeof name === 'string' ? name === host : name.test(host))),
    handle: (request) => breakConnection(request),
    upgrade: async (_, socket) => {
      socket.destroy();
      return undefined;
    },
    recordBodies: false,
  };
  return { routes: [route] };
}
