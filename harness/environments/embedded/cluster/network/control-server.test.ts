import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { ControlServer, type ControlSession } from './control-server.ts';

const token = 'a-pod-of-this-network';
const hello = `${JSON.stringify({ token })}\n`;
const request = '{"id":1,"op":"resolve","name":"web"}\n';

function start(handle: ControlSession['handle'] = () => ({ addresses: ['10.0.0.1'] })): Promise<ControlServer> {
  return ControlServer.start((given) => (given === token ? { handle, [Symbol.dispose]: () => {} } : undefined));
}

/** Writes `text` and settles when the server has cut the connection. */
async function isCut(server: ControlServer, text: string): Promise<void> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  socket.write(text);
  await once(socket, 'close');
}

async function ask(server: ControlServer): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(hello + request);
  const [line] = (await once(createInterface(socket), 'line')) as [string];
  socket.destroy();
  return line;
}

test.each([
  ['HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['JSON that is no object', 'null\n'],
  ['a token that is no text', '{"token":7}\n'],
  ['an unknown token', '{"token":"another"}\n'],
  ['a line without an end', 'x'.repeat(70_000)],
  ['a line too long', `{"token":"${'x'.repeat(70_000)}"}\n`],
  ['no JSON after the hello', `${hello}nonsense\n`],
  ['a request that is no object', `${hello}null\n`],
  ['a request without a number', `${hello}{"op":"resolve","name":"web"}\n`],
  ['an operation that is not known', `${hello}{"id":1,"op":"reboot"}\n`],
  ['a request without what its operation needs', `${hello}{"id":1,"op":"resolve"}\n`],
  ['a port out of range', `${hello}{"id":1,"op":"listen","port":70000,"real":1,"loopback":true}\n`],
  ['a line without an end after the hello', `${hello}${'x'.repeat(70_000)}`],
])('%s cuts the connection, and the others go on', async (_, text) => {
  await using server = await start();
  await isCut(server, text);
  expect(await ask(server)).toBe('{"id":1,"addresses":["10.0.0.1"]}');
});

test.each([
  ['throws', () => expect.fail('no answer')],
  ['rejects', () => Promise.reject(new Error('no answer'))],
])('an answer that %s cuts its connection only', async (_, handle) => {
  await using server = await start(handle);
  await isCut(server, hello + request);
});
