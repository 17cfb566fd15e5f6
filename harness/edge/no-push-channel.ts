import type { EdgeRoute } from './edge-route.ts';
import { role } from './hosts.ts';
import { readToEnd } from './read-to-end.ts';

/** Refuses Ably's hosts in Ably's JSON error form: no push channel is served, so a config change is not announced. */
export const noPushChannel: EdgeRoute = {
  name: 'no-push-channel',
  matches: (host) => role(host) === 'push',
  recordBodies: true,
  async handle(request, response) {
    await readToEnd(request);
    response.writeHead(503, { 'content-type': 'application/json' });
    const error = { statusCode: 503, code: 50000, message: 'This run of the harness serves no push channel.' };
    response.end(JSON.stringify({ error }));
  },
};
