// Prints its arguments and environment, and serves until it is told to stop. Variables steer it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { env } = process;
console.log(JSON.stringify({ args: process.argv.slice(2), env }));
for (const path of (env.READ ?? '').split(',').filter(Boolean)) {
  console.log(`${path}: ${readFileSync(path, 'utf8')}`);
}
if (env.EXIT_CODE !== undefined) process.exit(Number(env.EXIT_CODE));
if (env.IGNORE_SIGTERM) process.on('SIGTERM', () => console.log('SIGTERM ignored'));
else process.on('SIGTERM', () => process.exit(0));
if (env.EAT_MEMORY) {
  const held: Buffer[] = [];
  setInterval(() => held.push(Buffer.alloc(8 * 2 ** 20, 1)), 5);
}
let status = Number(env.STATUS ?? 200);
if (env.PORT) {
  createServer((request, response) => {
    console.log(`${request.method} ${request.url} ${request.headers['x-probe'] ?? ''}`);
    if (request.url === '/become-ready') status = 200;
    response.writeHead(request.url === '/become-ready' ? 200 : status).end('');
  }).listen(Number(env.PORT), () => console.log('listening'));
} else setInterval(() => undefined, 60_000);
