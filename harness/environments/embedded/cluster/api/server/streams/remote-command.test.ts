import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { NodeAgent, RunCommand } from '../../node-agent.ts';
import { nodeAgentStub } from '../../testing/node-agent-stub.ts';
import { startTestServer } from '../../testing/start-test-server.ts';
import { openWebSocket, upgradeRequest } from '../../testing/stream-request.ts';
import { SpdyClient } from './testing/spdy-client.ts';

const path = '/api/v1/namespaces/default/pods/p/exec?command=upper&stdin=true&stdout=true&stderr=true';
const spdy = { Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'v4.channel.k8s.io' };

/** Answers its input in capitals and ends with the input's length. */
const upper: RunCommand = async ({ stdin, stdout, stderr }) => {
  const input = stdin ? await text(stdin) : '';
  stdout?.write(input.toUpperCase());
  stderr?.write('done');
  return input.length;
};

async function startServer(agent: Partial<NodeAgent>) {
  const local = await startTestServer(nodeAgentStub(agent));
  local.state.api.create('Pod', {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'x' }] },
  });
  local.state.api.bind({ namespace: 'default', name: 'p' }, 'node-1');
  return local;
}

type Local = Awaited<ReturnType<typeof startServer>>;

/** What comes on each channel, up to the end of the connection. */
async function overWebSocket({ endpoint }: Local, protocol: string, input: string | undefined): Promise<string[]> {
  const socket = openWebSocket(endpoint, path, [protocol]);
  const channels = ['', '', '', ''];
  socket.on('message', (message: Buffer) => {
    channels[message[0] ?? 0] += message.toString('utf8', 1);
  });
  await once(socket, 'open');
  if (input !== undefined) {
    socket.send(Buffer.from(`\0${input}`));
    socket.send(Buffer.from([255, 0]));
  }
  await once(socket, 'close');
  return channels;
}

async function overSpdy({ endpoint }: Local, input: string): Promise<Record<string, string>> {
  const upgraded = await upgradeRequest(endpoint, path, spdy);
  if (!('socket' in upgraded)) throw new Error(upgraded.text);
  const client = new SpdyClient(upgraded.socket);
  const names = ['error', 'stdin', 'stdout', 'stderr'];
  const streams = new Map(names.map((name) => [client.open({ streamtype: name }), name]));
  const [, stdin = 0] = streams.keys();
  client.data(stdin, input, true);
  const received: Record<string, string> = {};
  for (let frame = await client.next(); frame && frame.type !== 'goAway'; frame = await client.next()) {
    if (frame.type !== 'data') continue;
    const name = streams.get(frame.stream) ?? '';
    received[name] = (received[name] ?? '') + frame.data.toString();
  }
  upgraded.socket.destroy();
  return received;
}

const exit = (code: number) => ({
  metadata: {},
  status: 'Failure',
  message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
  reason: 'NonZeroExitCode',
  details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
});

test('input, output and exit code come through, whatever the client speaks', async () => {
  await using local = await startServer({ exec: () => upper });
  const channels = await overWebSocket(local, 'v5.channel.k8s.io', 'abc');
  expect([channels[1], channels[2], JSON.parse(channels[3] ?? '')]).toEqual(['ABC', 'done', exit(3)]);
  const streams = await overSpdy(local, '');
  expect(streams).toMatchObject({ stderr: 'done' });
  expect(JSON.parse(streams.error ?? '')).toEqual({ metadata: {}, status: 'Success' });
  expect(JSON.parse((await overSpdy(local, 'ab')).error ?? '')).toEqual(exit(2));
});

test('a container that does not run is refused before or after the connection is made', async () => {
  const exec = () => {
    throw new Error('container not found ("c")');
  };
  await using local = await startServer({ exec });
  expect(await upgradeRequest(local.endpoint, path, spdy)).toEqual({
    status: 500,
    text: 'container not found ("c")\n',
  });
  const channels = await overWebSocket(local, 'v5.channel.k8s.io', undefined);
  const message = 'Internal error occurred: unable to upgrade connection: container not found ("c")';
  expect(JSON.parse(channels[3] ?? '')).toMatchObject({ code: 500, message });
});

test('a command that cannot be started is told in the words of the runtime, once more by the API server itself', async () => {
  const exec = () => async () => {
    throw new Error('no such file');
  };
  await using local = await startServer({ exec });
  const message = 'Internal error occurred: error executing command in container: no such file';
  const [old, current] = [
    await overWebSocket(local, 'v4.channel.k8s.io', undefined),
    await overWebSocket(local, 'v5.channel.k8s.io', undefined),
  ];
  expect(JSON.parse(old[3] ?? '')).toMatchObject({ code: 500, message });
  expect(JSON.parse(current[3] ?? '')).toMatchObject({ message: `Internal error occurred: ${message}` });
});

test('a client that leaves is told to the command', async () => {
  const [started, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const run: RunCommand = async (_streams, signal) => {
    signal.addEventListener('abort', () => left.resolve());
    started.resolve();
    await left.promise;
    return 0;
  };
  await using local = await startServer({ attach: () => run });
  const socket = openWebSocket(local.endpoint, path.replace('/exec', '/attach'), ['v5.channel.k8s.io']);
  await Promise.all([once(socket, 'open'), started.promise]);
  socket.terminate();
  await left.promise;
});

test('a client must want something, of a container that is there', async () => {
  await using local = await startServer({ exec: () => upper });
  const declined = async (query: string) => {
    const answer = await upgradeRequest(local.endpoint, path.replace(/\?.*/, query), spdy);
    if ('socket' in answer) throw new Error('The server spoke SPDY where it must not.');
    return [answer.status, JSON.parse(answer.text).message];
  };
  expect(await declined('?command=a')).toEqual([400, 'you must specify at least 1 of stdin, stdout, stderr']);
  expect(await declined('?command=a&stdout=1&container=d')).toEqual([400, 'container d is not valid for pod p']);
});
