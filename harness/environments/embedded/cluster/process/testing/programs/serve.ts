import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import { outcome, say } from './say.ts';

// Serves its host name on the ports (or Unix sockets) given, `host:port` on one address only.
const servers: Server[] = [];
for (const place of process.argv.slice(2)) {
  const server = createServer((request, response) => {
    const { localAddress, localPort } = request.socket;
    response.end(JSON.stringify({ hostname: os.hostname(), localAddress, localPort }));
  });
  servers.push(server);
  const [host, port] = place.split(':');
  if (place.startsWith('/')) server.listen(place);
  else if (port === undefined) server.listen(Number(host));
  else server.listen(Number(port), host);
  say(await outcome(once(server, 'listening').then(() => server.address())));
}
process.once('SIGUSR2', () => {
  for (const server of servers) server.close();
  setInterval(() => {}, 1000);
  say('closed');
});
