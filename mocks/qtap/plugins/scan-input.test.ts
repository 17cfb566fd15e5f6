import fc from 'fast-check';
import { expect, test } from 'vitest';
import { captured } from '../testing/captured.ts';
import { runPlugin } from '../testing/run-plugin.ts';

// Reference, artifacts.md section 4: the table of content types, and the limit.

const all = '{type: qscan, config: {sample_rate: 1}}';
const limit = 1_048_576;

const name = fc.stringMatching(/^[a-z][a-z0-9.+-]{0,12}$/);
const anyCase = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.infiniteStream(fc.boolean()))
    .map(([each, upper]) => [...each].map((one) => (upper.next().value ? one.toUpperCase() : one)).join(''));
const parameters = fc.constantFrom('', ';', '; charset=utf-8', ' ;q=1; boundary="image/png"', ';name=application/pdf');
const withParameters = (type: fc.Arbitrary<string>) =>
  fc.tuple(anyCase(type), parameters).map((parts) => parts.join(''));

const binary = withParameters(
  fc.oneof(
    fc.constantFrom('application/octet-stream', 'application/pdf', 'image/svg+xml'),
    fc.tuple(fc.constantFrom('image/', 'audio/', 'video/'), name).map((parts) => parts.join('')),
  ),
);
const scanned = fc.option(
  withParameters(
    fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ),
      fc.constantFrom('application/vnd.image+json', 'application/octet-stream+json', 'application/pdfx', 'text/plain'),
      fc.constantFrom(
        'imagery/png',
        'x-image/png',
        'audiobook/mp3',
        'application/x-pdf',
        'application/zip',
        'image',
        '',
      ),
      name.map((subtype) => `text/${subtype}`),
      name.map((subtype) => `application/x-${subtype}`),
    ),
  ),
  { nil: undefined },
);

const headersOf = (type: string | undefined) =>
  new Map([['x-sent', 'yes'], ...(type === undefined ? [] : [['content-type', type] as const])]);

test('body-binary, body-text-like: a body is kept by its own content type, headers and URL always', async () => {
  const types = fc.oneof(
    binary.map((type) => ({ type, kept: false })),
    scanned.map((type) => ({ type, kept: true })),
  );
  await fc.assert(
    fc.asyncProperty(types, types, async (request, response) => {
      const { stored } = await runPlugin(all, [
        captured({ requestHeaders: headersOf(request.type), responseHeaders: headersOf(response.type) }),
      ]);
      const document = JSON.parse(stored[0]?.bytes.toString() ?? '{}');
      expect(document.url).toBe('http://crm/v1');
      for (const [side, { type, kept }] of [
        ['request', request],
        ['response', response],
      ] as const) {
        expect({ type, kept: 'body' in document[side] }).toEqual({ type, kept });
        expect(document[side].headers['x-sent']).toBe('yes');
      }
    }),
  );
});

/** What bodies are made of, with the bytes that one takes in finished JSON. */
const written: readonly (readonly [unit: Buffer, size: number])[] = [
  [Buffer.from('x'), 1],
  [Buffer.from('"'), 2],
  [Buffer.from('\n'), 2],
  [Buffer.from('<'), 6],
  [Buffer.from('&'), 6],
  [Buffer.from('\u0001'), 6],
  [Buffer.from('\u2028'), 6],
  [Buffer.from('é'), 2],
  [Buffer.from('€'), 3],
  [Buffer.from('😀'), 4],
  [Buffer.of(0xff), 6],
];

test('body-oversize: exactly more than 1,048,576 bytes of finished JSON are skipped, whatever they are made of', async () => {
  const frame = await runPlugin(all, [captured({ requestBody: Buffer.from('x') })]);
  const around = (frame.stored[0]?.bytes.length ?? 0) - 1;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...written),
      fc.constantFrom(-1000, -1, 0, 1, 2, 1000),
      async ([unit, size], over) => {
        const room = limit + over - around;
        const units = Math.floor(room / size);
        const filling = 'x'.repeat(room - units * size);
        const requestBody = Buffer.concat([Buffer.alloc(units * unit.length, unit), Buffer.from(filling)]);
        const { stored, entries, metrics } = await runPlugin(all, [captured({ requestBody })]);
        const skipped = entries.filter(({ msg }) => msg === 'qscan request is too large, skipping');
        const count = (kept: number) => `qtap_system_qscan_scans_stored_total{status="success"} ${kept}\n`;
        if (over > 0) {
          expect(stored).toEqual([]);
          expect(skipped).toMatchObject([{ level: 'warn', size: limit + over }]);
          expect(metrics).toContain(count(0));
        } else {
          expect(stored.map(({ bytes }) => bytes.length)).toEqual([limit + over]);
          expect(skipped).toEqual([]);
          expect(metrics).toContain(count(1));
        }
        expect(metrics).toContain('scans_sampled_total{reason="baseline"} 1\n');
      },
    ),
    { numRuns: 40 },
  );
});

test('sampling-method-shared: GET and POST of one path share a counter, so the place may be used up', async () => {
  const methods = fc.array(fc.constantFrom('GET', 'POST', 'PUT'), { minLength: 1, maxLength: 12 });
  const statuses = fc.constantFrom(200, 404, 503, undefined);
  await fc.assert(
    fc.asyncProperty(methods, statuses, fc.integer({ min: 1, max: 12 }), async (sent, status, baseline) => {
      const config = `{type: qscan, config: {sample_baseline: ${baseline}, sample_rate: 0.0000001}}`;
      const exchanges = sent.map((method) => captured({ method, status }));
      const { stored } = await runPlugin(config, exchanges, { draw: () => 0.5 });
      const found = stored.map(({ bytes }) => JSON.parse(bytes.toString()).method);
      expect(found).toEqual(sent.slice(0, baseline - 1));
    }),
  );
});

test('the counts of the status page add up for any traffic', async () => {
  const exchange = fc.record({
    path: fc.constantFrom('/v1', '/v2/x', '', '/100%'),
    body: fc.constantFrom('', 'a', 'x'.repeat(limit)),
    drawn: fc.constantFrom(0, 0.9),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(exchange, { maxLength: 12 }), fc.boolean(), async (sent, hasStore) => {
      const draws = sent.map(({ drawn }) => drawn);
      const exchanges = sent.map(({ path, body }) =>
        captured({
          requestBody: Buffer.from(body),
          address: path.startsWith('/v') ? { url: '', host: 'crm', path } : undefined,
        }),
      );
      const config = '{type: qscan, config: {sample_baseline: 2, sample_rate: 0.5}}';
      const { metrics } = await runPlugin(config, exchanges, { draw: () => draws.shift() ?? 0, hasStore });
      const value = (series: string) =>
        Number(
          metrics
            .split('\n')
            .find((line) => line.startsWith(`qtap_system_qscan_${series} `))
            ?.split(' ')[1],
        );
      const sampled = value('scans_sampled_total{reason="baseline"}') + value('scans_sampled_total{reason="rate"}');
      const stored = value('scans_stored_total{status="success"}') + value('scans_stored_total{status="error"}');
      const lookups =
        value('cache_operations_total{operation="hit"}') + value('cache_operations_total{operation="miss"}');
      expect(value('scans_attempted_total')).toBe(sent.length);
      expect(sampled + value('scans_not_sampled_total')).toBe(sent.length);
      expect(stored).toBeLessThanOrEqual(sampled);
      expect(lookups).toBe(exchanges.filter(({ address }) => address !== undefined).length);
      if (!hasStore) expect(value('scans_stored_total{status="success"}')).toBe(0);
    }),
    { numRuns: 40 },
  );
});
