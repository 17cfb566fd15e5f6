import { createServer, type Http2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Code, ConnectError } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { expect, test } from 'vitest';
import { EventStoreService } from '../../proto/gen/eventstore/v1/event_store_pb.js';
import { type Durations, durations } from '../durations.ts';
import { createLog } from '../log.ts';
import { PulseEvents } from './pulse-events.ts';

/** A Pulse that gives each attempt the next outcome, the last one for ever. */
async function pulse(...outcomes: readonly (Code | undefined)[]) {
  return await pulseAt(durations(100), ...outcomes);
}

async function pulseAt(times: Durations, ...outcomes: readonly (Code | undefined)[]) {
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
  const events = new PulseEvents({ url, token: 't', durations: times, log });
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

test.each(['destroy', 'resetAndDestroy'] as const)('a connection that ends (%s) is tried again', async (how) => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket[how]());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { promise: logged, resolve } = Promise.withResolvers<string>();
  const log = createLog({ level: 'info', encoding: 'json', write: (line) => resolve(JSON.parse(line).msg) });
  const times = durations(100);
  const impatient = { ...times, limits: { ...times.limits, shutdown: 50 } };
  const events = new PulseEvents({ url, token: 't', durations: impatient, log });
  events.send(event('first'));
  expect(await logged).toBe('retryable error sending batch');
  await events.close();
  server.close();
});

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

const withoutTicks = { ...durations(1), eventFlush: 60_000 };
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `${from + index}`);

test('behind a batch that is refused for good, newer events wait without a bound and nobody is asked to wait', async () => {
  await using subject = await pulseAt(withoutTicks, Code.Unauthenticated, undefined);
  for (const id of numbered(0, 1000)) subject.events.send(event(id));
  await subject.logged;
  await nextTurn();
  for (const id of numbered(1000, 4000)) {
    subject.events.send(event(id));
    expect(subject.events.congested).toBe(false);
  }
  await subject.events.close();
  expect(subject.attempts[0]).toEqual(numbered(0, 1000));
  expect(subject.attempts.slice(1).flat()).toEqual(numbered(0, 4000));
  expect(subject.lines).toEqual(['permanent error sending batch; retaining batch']);
});

test('a retained batch is sent again as it was, and while it is on its way nobody is asked to wait', async () => {
  await using subject = await pulseAt(durations(100), Code.Unauthenticated, Code.Unauthenticated, undefined);
  subject.events.send(event('bad'));
  await subject.logged;
  await nextTurn();
  const seen: boolean[] = [];
  const closed = subject.events.close();
  for (const id of numbered(0, 1024)) {
    subject.events.send(event(id));
    seen.push(subject.events.congested);
  }
  await closed;
  expect(seen).not.toContain(true);
  expect(subject.attempts.slice(0, 3)).toEqual([['bad'], ['bad'], ['bad']]);
  expect(subject.attempts.slice(3).flat()).toEqual(numbered(0, 1024));
});

test('during back-off the queue runs full without a call to wait', async () => {
  await using subject = await pulseAt(withoutTicks, Code.Unavailable, undefined);
  for (const id of numbered(0, 1000)) subject.events.send(event(id));
  await subject.logged;
  for (const id of numbered(1000, 1000 + 1024 + 2)) {
    subject.events.send(event(id));
    expect(subject.events.congested).toBe(false);
  }
  await subject.events.close();
  expect(subject.lines.slice(1)).toEqual(Array(2).fill('event store queue is full; discarding request'));
  expect(subject.attempts.slice(1).flat()).toEqual(numbered(0, 1000 + 1024));
});

test('while events only come faster than they go, the feed is asked to wait', async () => {
  await using subject = await pulseAt(withoutTicks, undefined);
  for (const id of numbered(0, 1000 + 513)) subject.events.send(event(id));
  expect(subject.events.congested).toBe(true);
  await subject.events.close();
  expect(subject.events.congested).toBe(false);
});
