import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJournal } from './journal.ts';
import { redactedExchange } from './redacted-exchange.ts';

const value = fc
  .string({ minLength: 12, maxLength: 40, unit: fc.constantFrom(...'abcXYZ019+/ ?=') })
  .map((text) => `~${text}~`);

test('no credential, query value or body survives', () => {
  fc.assert(
    fc.property(
      value,
      fc.constantFrom('authorization', 'cookie', 'x-amz-security-token', 'x-anything'),
      (secret, header) => {
        const recorder = createJournal().begin(
          {
            startedAt: 0,
            caller: undefined,
            host: 'api.qpoint.io',
            port: 443,
            protocol: 'h2',
            method: 'GET',
            path: `/deploy/config?version=${secret}&token=${secret}`,
            requestHeaders: {
              [header]: header === 'authorization' ? `Bearer ${secret}` : secret,
              'user-agent': 'qtap/1',
            },
            route: 'qplane',
          },
          100,
        );
        recorder.requestBytes(Buffer.from(secret));
        const written = JSON.stringify(redactedExchange(recorder.exchange));
        expect(written).not.toContain(secret);
        expect(written).toContain('/deploy/config?version=*');
        expect(written).toContain('qtap/1');
      },
    ),
  );
});

test('of an authorization its scheme stays', () => {
  const start = {
    startedAt: 0,
    caller: undefined,
    host: 'h',
    port: 1,
    protocol: 'h2',
    method: 'GET',
    path: '/',
  } as const;
  const shown = (authorization: string) =>
    redactedExchange(
      createJournal().begin({ ...start, requestHeaders: { authorization }, route: undefined }, 0).exchange,
    ).requestHeaders;
  expect(shown('Bearer secret')).toEqual({ authorization: 'Bearer *' });
  expect(shown('AWS4-HMAC-SHA256 Credential=secret')).toEqual({ authorization: 'AWS4-HMAC-SHA256 *' });
  expect(shown('secret')).toEqual({ authorization: '*' });
  expect(shown('secret words')).toEqual({ authorization: '*' });
});

const recorded = (path: string, headers: Record<string, string> = {}) => {
  const recorder = createJournal().begin(
    {
      startedAt: 0,
      caller: { namespace: 'qpoint', pod: 'qtap-a', node: 'node-1' },
      host: 'h.example',
      port: 443,
      protocol: 'h2',
      method: 'POST',
      path,
      requestHeaders: headers,
      route: undefined,
    },
    100,
  );
  recorder.requestBytes(Buffer.alloc(500));
  recorder.end({ status: 200, responseBytes: 3, failure: undefined });
  return recorder.exchange;
};

test.each([
  ['/x?c2VjcmV0', '/x?*'],
  ['/x?secret&version=secret&secret==', '/x?*&version=*&secret=*'],
  ['/x?a=secret;b=secret', '/x?a=*'],
  ['http://user:secret@h.example/x', 'http://*@h.example/x'],
])('of the path %s stays %s', (path, expected) => {
  expect(redactedExchange(recorded(path)).path).toBe(expected);
});

test('it is plain data without empty fields', () => {
  const redacted = redactedExchange(recorded('/key', { host: 'h.example' }));
  expect(redacted).toStrictEqual(JSON.parse(JSON.stringify(redacted)));
  expect(redacted).toStrictEqual({
    number: 1,
    startedAt: '1970-01-01T00:00:00.000Z',
    caller: { namespace: 'qpoint', pod: 'qtap-a', node: 'node-1' },
    host: 'h.example',
    port: 443,
    protocol: 'h2',
    method: 'POST',
    path: '/key',
    requestHeaders: { host: 'h.example' },
    requestBytes: 500,
    status: 200,
    responseBytes: 3,
  });
});

test('it stays small, whatever was sent', () => {
  const headers = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x-${index}`.repeat(40), 'v']));
  const long = 'x'.repeat(100_000);
  const exchange = recorded(`/${long}?${'a=1&'.repeat(9_000)}`, { 'user-agent': long, ...headers });
  expect(
    JSON.stringify(redactedExchange({ ...exchange, host: long, method: long, failure: long })).length,
  ).toBeLessThan(8_000);
});
