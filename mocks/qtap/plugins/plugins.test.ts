import { expect, test } from 'vitest';
import { isScannable } from '../../../harness/sampling/is-scannable.ts';
import { captured as exchange } from '../testing/captured.ts';
import { runPlugin as run } from '../testing/run-plugin.ts';
import { parseRule } from './rule.ts';

test('the scan input is what Go writes', async () => {
  const { stored } = await run('{type: qscan, config: {sample_rate: 1}}', [exchange()]);
  expect(stored.map(({ bytes }) => bytes.toString())).toEqual([
    '{"url":"http://crm/v1","method":"POST","request_id":"req-7",' +
      '"request":{"headers":{":method":"POST","content-type":"application/json"},"body":"{\\"a\\":1}"},' +
      '"response":{"status":201,"headers":{":status":"201"},"body":"ok"}}',
  ]);
});

test('a message without headers and body is absent, and without both nothing is stored', async () => {
  const none = { headers: new Map<string, string>(), body: Buffer.of() };
  const silent = exchange({ responseHeaders: none.headers, responseBody: none.body, status: undefined });
  const empty = { ...silent, requestHeaders: none.headers, requestBody: none.body };
  const { stored, lines } = await run('{type: qscan, config: {sample_rate: 1}}', [silent, empty]);
  expect(stored.map(({ bytes }) => Object.keys(JSON.parse(bytes.toString())))).toEqual([
    ['url', 'method', 'request_id', 'request'],
  ]);
  expect(lines).toContain('no request or response data to scan');
});

test.each([
  ['application/octet-stream', false],
  ['Application/PDF; x=y', false],
  ['image/svg+xml', false],
  ['audio/ogg', false],
  ['video/mp4', false],
  ['application/json', true],
  ['multipart/form-data; boundary=x', true],
  [undefined, true],
])('a body of type %s is scanned: %s', (type, expected) => {
  expect(isScannable(type)).toBe(expected);
});

test('the limit is strictly more than 1 MiB of finished JSON, and escaping counts', async () => {
  const limit = 1_048_576;
  const around = (body: string) => exchange({ requestBody: Buffer.from(body) });
  const frame = await run('{type: qscan, config: {sample_rate: 1}}', [around('x')]);
  const room = limit - (frame.stored[0]?.bytes.length ?? 0) + 1;
  const exchanges = ['x'.repeat(room), 'x'.repeat(room + 1), '<'.repeat(200_000)].map(around);
  const { stored, lines, metrics } = await run('{type: qscan, config: {sample_rate: 1}}', exchanges);
  expect(stored.map(({ bytes }) => bytes.length)).toEqual([limit]);
  expect(lines.filter((line) => line === 'qscan request is too large, skipping')).toHaveLength(2);
  expect(metrics).toContain('qtap_system_qscan_scans_stored_total{status="success"} 1\n');
  expect(metrics).toContain('qtap_system_qscan_scans_sampled_total{reason="baseline"} 3\n');
});

test.each([
  ['none', undefined],
  ['summary', { headers: false, body: false }],
  ['headers', { headers: true, body: false }],
  ['details', { headers: true, body: false }],
  ['Full', { headers: true, body: false }],
  ['full', { headers: true, body: true }],
])('http_capture at level %s', async (level, expected) => {
  const { stored } = await run(`{type: http_capture, config: {level: ${level}}}`, [exchange()]);
  const [document] = stored.map(({ bytes }) => JSON.parse(bytes.toString()));
  expect(document && { headers: 'headers' in document.request, body: 'body' in document.request }).toEqual(expected);
  if (expected?.body) expect(Buffer.from(document.request.body, 'base64').toString()).toBe('{"a":1}');
});

test('the first rule that matches decides, one that does not parse is logged and skipped', async () => {
  const rules =
    '[{name: bad, expr: "http.res.status >", level: full}, {name: get, expr: "http.req.method == \\"GET\\"", level: none}, ' +
    '{name: failures, expr: "http.res.status >= 500 && http.req.headers.content-type contains \\"json\\"", level: full}]';
  const { stored, lines } = await run(`{type: http_capture, config: {level: summary, rules: ${rules}}}`, [
    exchange({ method: 'GET' }),
    exchange({ status: 503 }),
    exchange(),
  ]);
  expect(lines).toContain('error parsing log rule');
  expect(stored.map(({ bytes }) => 'body' in JSON.parse(bytes.toString()).request)).toEqual([true, false]);
});

test('a misspelt format stores nothing', async () => {
  const { stored, lines } = await run('{type: http_capture, config: {level: full, format: yaml}}', [exchange()]);
  expect(stored).toEqual([]);
  expect(lines).toContain('unknown output format');
});

test.each([
  ['http.res.status >= 500', false],
  ['http.res.status == 201', true],
  ['http.res.status != 201 || http.req.method == "POST"', true],
  ['!(http.res.status == 201) and true == true', false],
  ["http.req.method == 'POST' && not http.res.status < 200", true],
  ['http.req.headers.missing == "x" || http.req.headers.missing != "x"', false],
])('the rule %s is %s', (expression, expected) => {
  const fields: Readonly<Record<string, string | number>> = { 'http.res.status': 201, 'http.req.method': 'POST' };
  expect(parseRule(expression)((name) => fields[name])).toBe(expected);
});

test.each(['', 'http.res.status', '== 3', 'a == 1 &&', '(a == 1', 'a == 1 b', 'a = 1', 'a == "x'])(
  'the rule %j does not parse',
  (expression) => {
    expect(() => parseRule(expression)).toThrow(/expression/);
  },
);

test('sampling-ttl: a counter is forgotten by the clock of the run, which an exchange may set ahead', async () => {
  const hour = 60 * 60 * 1000;
  const at = (hours: number) => exchange({ clockAhead: hours * hour });
  const { metrics } = await run(
    '{type: qscan, config: {sample_baseline: 2, cache_ttl: 24h}}',
    [at(0), at(23), at(46), at(71)],
    {
      draw: () => 0.99,
    },
  );
  expect(metrics).toMatch(/scans_sampled_total\{reason="baseline"\} 2\n/);
});
