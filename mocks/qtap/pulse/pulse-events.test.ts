import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Code, ConnectError } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { expect, test } from 'vitest';
import { EventStoreService } from '../../proto/gen/eventstore/v1/event_store_pb.js';
import { durations } from '../durations.ts';
import { createLog } from '../log.ts';
import { PulseEvents } from './pulse-events.ts';

/** A Pulse that gives each attempt the next outcome, the last one for ever. */
async function pulse(...outcomes: readonly (Code | undefined)[]) {
  const attempts: string[][] = [];
  const tokens: (string | null)[] = [];
  const handler = connectNodeAdapter({
    routes: (router) =>
      router.rpc(EventStoreService.method.ingestBatch, ({ events }, { requestHeader, requestMethod }) => {
        expect(requestMethod).toBe('POST');
        tokens.push(requestHeader.get('authorization'));
        attempts.push(events.map(({ event }) => (event.case === 'request' ? event.value.id : '')));
        const outcome = outcomes[Math.min(attempts.length, outcomes.length) - 1];
        if (outcome !== undefined) throw new ConnectError('no', outcome);
        return {};
      }),
  });
  const server: Http2Server = createServer(handler);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const lines: string[] = [];
  const { promise: logged, resolve } = Promise.withResolvers<void>();
  const log = createLog({
    level: 'info',
    encoding: 'json',
    write: (line) => {
      lines.push(JSON.parse(line).msg);
      resolve();
    },
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const events = new PulseEvents({ url, token: 't', durations: durations(100), log });
  return {
    events,
    attempts,
    tokens,
    lines,
    logged,
    [Symbol.asyncDispose]: async () => {
      await events.close();
      server.close();
    },
  };
}

const event = (id: string) => ({ case: 'request', value: { id } }) as const;

test('events go in order, in batches of at most 1000, with the token', async () => {
  await using subject = await pulse(undefined);
  const ids = Array.from({ length: 1500 }, (_, index) => `${index}`);
  for (const id of ids) subject.events.send(event(id));
  await subject.events.close();
  expect(subject.attempts.flat()).toEqual(ids);
  expect(subject.attempts.map(({ length }) => length)).toEqual([1000, 500]);
  expect(new Set(subject.tokens)).toEqual(new Set(['Bearer t']));
});

test.each([Code.Unavailable, Code.Unknown, Code.DeadlineExceeded, Code.ResourceExhausted, Code.Aborted])(
  'code %i is tried again, and newer events wait behind it',
  async (code) => {
    await using subject = await pulse(code, code, undefined);
    subject.events.send(event('first'));
    await subject.logged;
    subject.events.send(event('second'));
    await subject.events.close();
    expect(subject.attempts).toEqual([['first'], ['first'], ['first'], ['second']]);
    expect(subject.lines).toEqual(Array(2).fill('retryable error sending batch'));
  },
);

test('a batch that is refused for good is kept and sent again before anything newer', async () => {
  await using subject = await pulse(Code.InvalidArgument, undefined);
  subject.events.send(event('bad'));
  await subject.logged;
  await subject.events.close();
  expect(subject.attempts).toEqual([['bad'], ['bad']]);
  expect(subject.lines).toEqual(['permanent error sending batch; retaining batch']);
});

test('a full queue drops events and says so', async () => {
  await using subject = await pulse(undefined);
  for (let index = 0; index < 1000 + 1024 + 3; index++) subject.events.send(event(`${index}`));
  await subject.events.close();
  expect(subject.lines).toEqual(Array(3).fill('event store queue is full; discarding request'));
  expect(subject.attempts.flat()).toHaveLength(1000 + 1024);
});
