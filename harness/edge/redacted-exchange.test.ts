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
  expect(shown('secret')).toEqual({ authorization: '*' });
});
