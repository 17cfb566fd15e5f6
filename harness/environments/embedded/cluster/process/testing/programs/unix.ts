import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { outcome, say } from './say.ts';

// Listens on a Unix socket until SIGTERM, or asks the one who does.
const [action, path] = process.argv.slice(2);
if (action === 'listen') {
  const server = createServer((_, response) => response.end('over the socket')).listen(path);
  say(await outcome(once(server, 'listening').then(() => server.address())));
  process.once('SIGTERM', () => server.close(() => say('closed')));
} else {
  const asked = request({ socketPath: path });
  asked.end();
  say(await outcome(once(asked, 'response').then(([response]) => text(response))));
}
