import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { EdgeAddress } from '../edge-address.ts';
import { FuzzViolation } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { ingestBatch, sampleMessages } from '../sample-messages.ts';
import { socketTarget } from '../socket-target.ts';

const unary = sampleMessages.filter(({ path }) => !path.endsWith('/Ingest'));

/** Connect over HTTP/1.1, binary and JSON: a broken body blames the caller, with a body that says so. */
export const connectSocket = socketTarget({
  name: 'connect-socket',
  what: "Pulse's Connect calls, over HTTP/1.1",
  share: 10,
  atOnce: 16,
  soundly: '200',
  connect(edge) {
    const agent = new Agent({ keepAlive: true });
    return {
      sound: () => call(agent, edge, ingestBatch.path, ingestBatch.binary, true),
      send(random) {
        const { path, binary, json } = random.pick(unary);
        const isBinary = random.chance(0.5);
        return call(agent, edge, path, mutate(isBinary ? binary : Buffer.from(json), random), isBinary);
      },
      async [Symbol.asyncDispose]() {
        agent.destroy();
      },
    };
  },
});

async function call(
  agent: Agent,
  { port, token }: EdgeAddress,
  path: string,
  body: Uint8Array,
  isBinary: boolean,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = {
    'content-type': isBinary ? 'application/proto' : 'application/json',
    'content-length': body.length,
    'connect-protocol-version': '1',
    authorization: `Bearer ${token}`,
  };
  const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, resolve);
  asked.on('error', (error) => reject(new FuzzViolation(`${path} was not answered: ${error.message}`)));
  asked.end(body);
  const answer = await promise;
  const status = answer.statusCode ?? 0;
  const said = await text(answer);
  if (status >= 500) throw new FuzzViolation(`${path} was answered with ${status}: ${said}`);
  return `${status}`;
}
