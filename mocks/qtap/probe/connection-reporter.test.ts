import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { captured } from '../testing/captured.ts';
import { type ConnectionPart, ConnectionReporter } from './connection-reporter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// Reference, pulse.md, "Filling rules seen in Qtap".

const connection = (id: string, endpointId = 'crm') => ({
  id,
  process: captured().process,
  direction: 'egress-internal' as const,
  endpointId,
  remote: { ip: '10.0.0.7', port: 80 },
  isTls: false,
  isIntrospected: true,
});

test('a part 500 ms after opening, one every 10 s, then a final one that alone has the bytes', () => {
  const exchange = fc.record({ pause: fc.integer({ min: 0, max: 9000 }), sent: fc.nat(500), received: fc.nat(500) });
  fc.assert(
    fc.property(fc.array(exchange, { minLength: 1, maxLength: 12 }), fc.nat(25_000), (exchanges, rest) => {
      const parts: ConnectionPart[] = [];
      const reporter = new ConnectionReporter({ first: 500, every: 10_000 }, (part) => parts.push(part));
      let open = -(exchanges[0]?.pause ?? 0);
      for (const { pause, sent, received } of exchanges) {
        vi.advanceTimersByTime(pause);
        open += pause;
        reporter.saw(connection('c'), sent, received);
      }
      vi.advanceTimersByTime(rest);
      open += rest;
      reporter.end();
      vi.advanceTimersByTime(60_000);

      const periodic = open < 500 ? 0 : 1 + Math.floor((open - 500) / 10_000);
      expect(parts.map(({ part }) => part)).toEqual(Array.from({ length: periodic + 1 }, (_, part) => part));
      expect(parts.map(({ isFinal }) => isFinal)).toEqual([...Array(periodic).fill(false), true]);
      const sum = (key: 'sent' | 'received') => exchanges.reduce((total, each) => total + each[key], 0);
      expect(parts.map(({ bytesSent, bytesReceived }) => [bytesSent, bytesReceived])).toEqual([
        ...Array(periodic).fill([0, 0]),
        [sum('sent'), sum('received')],
      ]);
    }),
  );
});

test('each connection has parts of its own, and one without a domain has none', () => {
  const parts: ConnectionPart[] = [];
  const reporter = new ConnectionReporter({ first: 500, every: 10_000 }, (part) => parts.push(part));
  for (const [id, domain] of [['a'], ['b'], ['c', ''], ['d', '10.0.0.7'], ['e', 'fd00::1']]) {
    reporter.saw(connection(id ?? '', domain), 1, 2);
  }
  vi.advanceTimersByTime(500);
  reporter.end();
  expect(parts.map(({ id, part, isFinal }) => [id, part, isFinal])).toEqual([
    ['a', 0, false],
    ['b', 0, false],
    ['a', 1, true],
    ['b', 1, true],
  ]);
});
