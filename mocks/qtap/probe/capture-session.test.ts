import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSnapshot } from '../../../harness/snapshot/read-snapshot.ts';
import type { CapturedExchange } from '../plugins/captured-exchange.ts';
import { scanInput } from '../plugins/scan-input.ts';
import { exchangeMessage, processMessage } from '../testing/probe-messages.ts';
import { CaptureSession } from './capture-session.ts';
import { ConnectionReporter } from './connection-reporter.ts';
import type { ExchangeMessage, ProcessMessage } from './probe-frame.ts';

interface Reported {
  readonly tap?: object;
  readonly process?: Partial<ProcessMessage>;
  readonly exchange?: Partial<ExchangeMessage>;
  readonly requestBody?: Buffer;
  readonly responseBody?: Buffer;
  readonly httpBufferSize?: number;
  readonly seesTls?: boolean;
}

function capture(reported: Reported): CapturedExchange[] {
  const { tap } = readSnapshot(JSON.stringify({ tap: reported.tap ?? {} }), { file: 'test' });
  const found: CapturedExchange[] = [];
  const session = new CaptureSession({
    settings: () => tap,
    httpBufferSize: reported.httpBufferSize ?? 2 * 1024 * 1024,
    seesTls: reported.seesTls ?? true,
    deploymentTags: [],
    connections: new ConnectionReporter({ first: 500, every: 10_000 }, () => {}),
    capture: (exchange) => found.push(exchange),
  });
  const empty = Buffer.of();
  session.take({ message: processMessage(reported.process), requestBody: empty, responseBody: empty });
  const { requestBody = empty, responseBody = empty } = reported;
  session.take({ message: exchangeMessage(reported.exchange), requestBody, responseBody });
  session.end();
  return found;
}

test('buffer-cut: a body within HTTP_BUFFER_SIZE is whole, one over it is cut there, also within a character', () => {
  const body = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('x'.repeat(16), 'é'.repeat(9), '€😀'),
  );
  fc.assert(
    fc.property(body, body, fc.integer({ min: 0, max: 40 }), (request, response, httpBufferSize) => {
      const [requestBody, responseBody] = [Buffer.from(request), Buffer.from(response)];
      const [found] = capture({ requestBody, responseBody, httpBufferSize });
      expect(found?.requestBody).toEqual(requestBody.subarray(0, httpBufferSize));
      expect(found?.responseBody).toEqual(responseBody.subarray(0, httpBufferSize));
      const scanned = found && JSON.parse(scanInput(found)?.toString() ?? '{}').request.body;
      const whole = requestBody.length <= httpBufferSize;
      if (whole) expect(scanned ?? '').toBe(request.toWellFormed());
      // Cut within a character, each byte of the rest becomes one replacement.
      else if (scanned) expect(request.toWellFormed().startsWith(scanned.replace(/\ufffd{1,3}$/, ''))).toBe(true);
    }),
  );
});

test('body-text-like: a gzip body is scanned as the text that it holds, in either direction', () => {
  const body = fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text));
  const encoding = fc.constantFrom('gzip', 'GZIP', ' gzip ');
  fc.assert(
    fc.property(body, encoding, (bytes, contentEncoding) => {
      const headers = { 'content-encoding': contentEncoding };
      const [found] = capture({
        exchange: { requestHeaders: headers, responseHeaders: headers },
        requestBody: gzipSync(bytes),
        responseBody: gzipSync(bytes),
      });
      expect([found?.requestBody, found?.responseBody]).toEqual([bytes, bytes]);
    }),
  );
});

test('body-text-like: what is no gzip, whatever its header says, stays as it was sent', () => {
  const body = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(body, fc.constantFrom('gzip', 'identity', 'br', ''), (bytes, contentEncoding) => {
      fc.pre(bytes[0] !== 0x1f || bytes[1] !== 0x8b);
      const [found] = capture({
        exchange: { requestHeaders: { 'content-encoding': contentEncoding } },
        requestBody: bytes,
      });
      expect(found?.requestBody).toEqual(bytes);
    }),
  );
});

test('buffer-cut: of a gzip body that was cut there is the text before the cut', () => {
  const text = Array.from({ length: 2000 }, (_, index) => `line ${index * 7919} `).join('');
  const whole = gzipSync(text);
  fc.assert(
    fc.property(fc.integer({ min: 20, max: whole.length }), (httpBufferSize) => {
      const headers = { 'content-encoding': 'gzip' };
      const [found] = capture({ exchange: { requestHeaders: headers }, requestBody: whole, httpBufferSize });
      const seen = found?.requestBody.toString() ?? '';
      expect(text.startsWith(seen)).toBe(true);
      if (httpBufferSize === whole.length) expect(seen).toBe(text);
    }),
    { numRuns: 30 },
  );
});

test('a body that was made to grow beyond measure stays as it was sent', () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
  const [found] = capture({ exchange: { responseHeaders: { 'content-encoding': 'gzip' } }, responseBody: bomb });
  expect(found?.responseBody).toEqual(bomb);
});

const privateAddress = fc.constantFrom('10.0.0.7', '172.16.0.1', '192.168.1.1', 'fd00::1');
const publicAddress = fc.constantFrom('198.51.100.1', '8.8.8.8', '172.32.0.1', '2606:4700::1');

test('direction-hides: private addresses count as internal, and the other direction captures nothing', () => {
  const remote = fc.oneof(
    privateAddress.map((address) => ({ address, kind: 'egress-internal' })),
    publicAddress.map((address) => ({ address, kind: 'egress-external' })),
  );
  const directions = fc.constantFrom('all', 'egress', 'ingress', 'egress-internal', 'egress-external');
  fc.assert(
    fc.property(remote, directions, ({ address, kind }, direction) => {
      const found = capture({ tap: { direction }, exchange: { remoteAddress: address } });
      const isSeen = direction === 'all' || direction === 'egress' || direction === kind;
      expect(found.map((exchange) => exchange.direction)).toEqual(isSeen ? [kind] : []);
    }),
  );
});

test('loopback-hidden: ignore_loopback hides traffic within a pod and nothing else', () => {
  const loopback = fc.constantFrom('127.0.0.1', '127.9.9.9', '::1').map((address) => ({ address, isLoopback: true }));
  const other = fc.oneof(privateAddress, publicAddress).map((address) => ({ address, isLoopback: false }));
  fc.assert(
    fc.property(
      fc.oneof(loopback, other),
      fc.constantFrom(true, false, undefined),
      ({ address, isLoopback }, ignores) => {
        const tap = ignores === undefined ? {} : { ignore_loopback: ignores };
        expect(capture({ tap, exchange: { remoteAddress: address } })).toHaveLength(isLoopback && ignores ? 0 : 1);
      },
    ),
  );
});

test.each([
  ['exact', '/usr/bin/node', true],
  ['exact', '/usr/bin/nod', false],
  ['prefix', '/usr/', true],
  ['suffix', 'node', true],
  ['contains', 'bin', true],
  ['regex', '^/usr/.*/node$', true],
  ['regex', '[', false],
  ['Exact', '/usr/bin/node', false],
])('a filter with strategy %s and exe %s hides /usr/bin/node: %s', (strategy, exe, hidden) => {
  const seen = (only: readonly string[]) =>
    capture({ tap: { filters: { custom: [{ exe, strategy, only }] } }, process: { exe: '/usr/bin/node' } });
  expect(seen([])).toHaveLength(hidden ? 0 : 1);
  expect(seen(['http'])).toHaveLength(hidden ? 0 : 1);
  expect(seen(['dns', 'tls'])).toHaveLength(1);
});

test('workload-ignored: QPOINT_STRATEGY=ignore keeps a process out', () => {
  expect(capture({ process: { strategy: 'ignore' } })).toEqual([]);
  expect(capture({ process: { strategy: 'observe' } })).toHaveLength(1);
});

test('tls-probe-off: without a TLS probe HTTPS is unseen and HTTP is not', () => {
  const seen = (scheme: string, seesTls: boolean) => capture({ exchange: { scheme }, seesTls }).length;
  expect([seen('https', false), seen('http', false), seen('https', true)]).toEqual([0, 1, 1]);
});

test.each([
  ['[fd00::1]:8443', 'fd00::1'],
  ['[fd00::1]', 'fd00::1'],
  ['api.example:8443', 'api.example'],
  ['10.0.0.7', '10.0.0.7'],
])('the endpoint of %s is %s', (authority, endpointId) => {
  expect(capture({ exchange: { authority } })[0]?.endpointId).toBe(endpointId);
});
