import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pluginUrl } from '../../../harness/sampling/plugin-url.ts';
import { captured } from '../testing/captured.ts';
import { runPlugin } from '../testing/run-plugin.ts';
import type { CapturedExchange } from './captured-exchange.ts';
import { PluginPanic } from './plugin-panic.ts';

// Reference, qtap-plugins.md section 4.

const plugin = (...rules: object[]) => JSON.stringify({ type: 'detect_errors', config: { rules } });

async function fires(rule: object, exchange: CapturedExchange): Promise<readonly string[] | undefined> {
  const { events } = await runPlugin(plugin({ name: 'r', report_as_issue: true, ...rule }), [exchange]);
  const [issue] = events.flatMap((event) => (event.case === 'issue' ? [event.value] : []));
  return issue && (issue.triggers ?? []).map(({ condition = '' }) => condition);
}

const answer = captured({
  status: 503,
  responseHeaders: new Map([['content-type', 'application/problem+json; charset=utf-8']]),
  responseBody: Buffer.from('{"error":"out of stock"}'),
  duration: 250,
  address: pluginUrl('http', 'crm', '/v1?q=1'),
  process: { ...captured().process, tags: ['app:shop', 'zone:a'] },
});

test.each<[object, boolean]>([
  [{ trigger_status_codes: ['5xx'] }, true],
  [{ trigger_status_codes: ['50x'] }, true],
  [{ trigger_status_codes: ['503'] }, true],
  [{ trigger_status_codes: [404, 503] }, true],
  [{ trigger_status_codes: ['4xx'] }, false],
  [{ trigger_status_codes: ['xxx'] }, false],
  [{ trigger_status_codes: ['51x'] }, false],
  [{ trigger_empty_body: true }, false],
  [{ trigger_contains: ['out of stock'] }, true],
  [{ trigger_contains: 'Out of stock' }, false],
  [{ trigger_duration: 249 }, true],
  [{ trigger_duration: '249ms' }, true],
  [{ trigger_duration: '1s' }, false],
  [{ trigger_status_codes: ['5xx'], trigger_duration: '1s' }, false],
  [{ trigger_status_codes: ['5xx'], only_categories: ['json'] }, true],
  [{ trigger_status_codes: ['5xx'], only_categories: ['html'] }, false],
  [{ trigger_status_codes: ['5xx'], only_urls: ['http://crm/v1%3Fq=1'] }, true],
  [{ trigger_status_codes: ['5xx'], only_urls: ['http://crm/v1?q=1'] }, false],
  [{ trigger_status_codes: ['5xx'], only_urls: ['http://crm/v1'] }, false],
  [{ trigger_status_codes: ['5xx'], exclude_urls: ['http://crm/v1%3Fq=1'] }, false],
  [{ trigger_status_codes: ['5xx'], exclude_urls: ['http://crm/v1?q=1'] }, true],
  [{ trigger_status_codes: ['5xx'], with_tags: ['app:other', 'zone:a'] }, true],
  [{ trigger_status_codes: ['5xx'], with_tags: ['app'] }, false],
  [{ triggerStatusCodes: ['5xx'] }, false],
])('the rule %j fires: %s', async (rule, expected) => {
  expect((await fires(rule, answer)) !== undefined).toBe(expected);
});

test('all triggers of a rule must hold, and an issue names each with what narrowed it', async () => {
  const rule = { trigger_status_codes: ['5xx'], trigger_contains: ['stock'], trigger_duration: 100 };
  const narrow = { only_categories: ['json'], only_urls: ['http://crm/v1%3Fq=1'], with_tags: ['zone:a'] };
  expect(await fires({ ...rule, ...narrow }, answer)).toEqual(['mime', 'url', 'tag', 'status', 'body', 'duration']);
});

test('detect-errors-no-trigger: a rule without any trigger never fires, whatever it asks for beside', async () => {
  const beside = fc.record(
    {
      only_categories: fc.constant(['json']),
      only_urls: fc.constant(['http://crm/v1%3Fq=1']),
      exclude_urls: fc.constant(['http://other/']),
      with_tags: fc.constant(['zone:a']),
      trigger_status_codes: fc.constant([]),
      trigger_empty_body: fc.constant(false),
      record_req_headers: fc.boolean(),
      continue: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(beside, async (rule) => {
      const { events, stored } = await runPlugin(plugin({ name: 'r', report_as_issue: true, ...rule }), [answer]);
      expect([events, stored]).toEqual([[], []]);
    }),
  );
});

test('a status matches a code digit by digit, x for any but the first', async () => {
  const digit = fc.constantFrom('x', '0', '3', '4');
  const code = fc.tuple(fc.constantFrom('1', '3', '4', '5'), digit, digit).map((parts) => parts.join(''));
  const statuses = fc.constantFrom(100, 300, 303, 404, 433, 500, 503, 544);
  await fc.assert(
    fc.asyncProperty(code, statuses, async (wanted, status) => {
      const matches = new RegExp(`^${wanted.replaceAll('x', '\\d')}$`).test(String(status));
      expect(await fires({ trigger_status_codes: [wanted] }, captured({ status }))).toEqual(
        matches ? ['status'] : undefined,
      );
    }),
  );
});

test('without a status no status matches, and a code that is too short ends the plugin for that exchange', async () => {
  expect(await fires({ trigger_status_codes: ['5xx', '0xx'] }, captured({ status: undefined }))).toBeUndefined();
  await expect(fires({ trigger_status_codes: ['5'] }, captured({ status: 503 }))).rejects.toThrow(PluginPanic);
  expect(await fires({ trigger_status_codes: ['4'] }, captured({ status: 503 }))).toBeUndefined();
});

test('every rule that fires sends its own issue, each part is stored once and as it was', async () => {
  const asks = (name: string, more: object) => ({
    name,
    trigger_status_codes: ['5xx'],
    report_as_issue: true,
    ...more,
  });
  const { events, stored } = await runPlugin(
    plugin(
      asks('one', { record_res_body: true, record_req_headers: true }),
      asks('two', { record_res_body: true, record_req_body: true }),
      asks('silent', { report_as_issue: false, record_res_headers: true }),
      { name: 'other', trigger_status_codes: ['4xx'], report_as_issue: true, record_res_headers: true },
    ),
    [{ ...answer, requestBody: Buffer.from([0xff, 0x00]), requestHeaders: new Map([['authorization', 'Bearer t']]) }],
  );
  expect(events).toMatchObject(['one', 'two'].map((error) => ({ case: 'issue', value: { error } })));
  expect(events[0]?.value).toMatchObject({
    requestId: 'req-7',
    connectionId: 'conn-3',
    direction: 'egress-internal',
    url: 'http://crm/v1%3Fq=1',
    status: 503,
    tags: ['app:shop', 'zone:a'],
  });
  expect(
    stored.map(({ artifactType, contentType, bytes }) => [artifactType, contentType, bytes.toString('latin1')]),
  ).toEqual([
    ['req-headers', 'application/json', '{"authorization":"Bearer t"}'],
    ['res-body', 'application/problem+json; charset=utf-8', '{"error":"out of stock"}'],
    ['req-body', 'text/plain', '\xff\x00'],
    ['res-headers', 'application/json', '{"content-type":"application/problem+json; charset=utf-8"}'],
  ]);
});

test('an empty body is stored nowhere, and without a store only the parts are missing', async () => {
  const rule = { name: 'r', trigger_empty_body: true, report_as_issue: true, record_res_body: true };
  const empty = captured({ responseBody: Buffer.of() });
  expect((await runPlugin(plugin(rule), [empty])).stored).toEqual([]);
  const { events, lines } = await runPlugin(plugin(rule), [empty], { hasStore: false });
  expect([events.length, lines]).toEqual([1, ['failed to get object store']]);
});
