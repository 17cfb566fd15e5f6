import type { EdgeRoute } from '../../harness/edge/edge-route.ts';
import { qplaneHost, role } from '../../harness/edge/hosts.ts';
import { handlersRoute } from '../serve/handlers-route.ts';
import type { Qplane } from './qplane.ts';

/** Qplane at the Edge. */
export function qplaneRoute({ handlers }: Qplane): EdgeRoute {
  return handlersRoute({
    name: 'qplane',
    matches: (host) => role(host) === 'qplane',
    matchesPath: (path) => path.startsWith('/deploy/'),
    canonicalHost: qplaneHost,
    handlers,
  });
}
