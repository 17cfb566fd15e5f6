import { expect, test } from 'vitest';
import { bucket } from '../../../harness/environments/embedded/store/tests/running-store.ts';
import { valueHash } from '../detection/value-hash.ts';
import { runWorkerProcess, startBackend } from './run-worker.ts';

const values = { person: 'Ada Lovelace', mail: 'ada.lovelace@mail.example', card: '4111 1111 1111 1111' };
const scanInput = JSON.stringify({
  url: `https://api.partner.example/v1/customers?mail=${values.mail}`,
  method: 'POST',
  request_id: 'req-7',
  request: {
    headers: { ':method': 'POST', 'content-type': 'application/json' },
    body: JSON.stringify({ customer: { name: values.person, mail: values.mail } }),
  },
  response: { status: 201, headers: { ':status': '201' }, body: `paid with card ${values.card}` },
});
const monitored = { 'entity.PERSON': 'false', 'entity.EMAIL_ADDRESS': 'false', 'entity.CREDIT_CARD': 'false' };

test('scans what Pulse hands out and reports findings by type, source, path and hash', async ({ signal }) => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend);
  await backend.offer(scanInput, { ...monitored, record_document: 'false' });
  await backend.pulse.state.waitFor(() => backend.pulse.state.jobs('done').length === 1, {
    signal,
    awaited: 'a report',
  });
  const found = backend.pulse.state
    .findings()
    .map(({ entity: { entityType, source, fieldPath, valueHash: hash } }) => [entityType, source, fieldPath, hash]);
  expect(found.sort()).toEqual([
    ['CREDIT_CARD', 'response_body', '$', valueHash(values.card)],
    ['EMAIL_ADDRESS', 'request_body', '$.customer.mail', valueHash(values.mail)],
    ['PERSON', 'request_body', '$.customer.name', valueHash(values.person)],
  ]);
  const [finding] = backend.pulse.state.findings();
  expect(finding?.entity).toMatchObject({
    requestId: 'req-7',
    endpointId: 'api.partner.example',
    requestMethod: 'POST',
    requestPath: '/v1/customers',
  });
  expect(backend.store.store.objects(bucket)).toHaveLength(1);
  worker.kill('SIGTERM');
  expect(await worker.exit).toBe(0);
  for (const value of Object.values(values)) expect(worker.log.join('\n')).not.toContain(value);
});

test('a type without a monitor is not reported, and a findings document holds a value only where it shall', async ({
  signal,
}) => {
  await using backend = await startBackend();
  await using _ = runWorkerProcess(backend);
  const key = await backend.offer(scanInput, {
    'entity.EMAIL_ADDRESS': 'true',
    'entity.CREDIT_CARD': 'false',
    record_document: 'true',
  });
  await backend.pulse.state.waitFor(() => backend.pulse.state.jobs('done').length === 1, {
    signal,
    awaited: 'a report',
  });
  const [report] = backend.pulse.state.reports();
  const digest = report?.outcome.kind === 'success' ? report.outcome.artifact?.digest : undefined;
  expect(digest).not.toBe(key);
  const document = JSON.parse(backend.store.store.read(bucket, digest ?? '')?.toString() ?? '');
  expect(document).toMatchObject({ request_id: 'req-7', request_method: 'POST', request_path: '/v1/customers' });
  expect(document.entities.map((entity: Record<string, unknown>) => [entity.entity_type, entity.value]).sort()).toEqual(
    [
      ['CREDIT_CARD', undefined],
      ['EMAIL_ADDRESS', values.mail],
    ],
  );
});

test('S3 faults and unreadable objects end in error reports that name them and quote nothing', async ({ signal }) => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend);
  const missing = '0'.repeat(40);
  await backend.announce(missing, monitored);
  await backend.offer(`not JSON: ${values.mail}`, monitored);
  await backend.offer(JSON.stringify({ request: { body: { mail: values.mail } } }), monitored);
  await backend.offer(JSON.stringify({ request: { body: '['.repeat(100_000) } }), monitored);
  await backend.pulse.state.waitFor(() => backend.pulse.state.jobs('failed').length === 4, {
    signal,
    awaited: 'four reports',
  });
  const texts = backend.pulse.state
    .reports()
    .map(({ outcome }) => (outcome.kind === 'error' ? outcome.errorText : 'success'));
  expect(texts.sort()).toEqual(
    [
      `GetObject ${backend.store.endpoint} bucket ${bucket} key ${missing}: NoSuchKey (404)`,
      'not scanned completely: request_body is nested deeper than 256 levels',
      'the object is no JSON',
      'the object is no scan input: request.body is no string',
    ].sort(),
  );
  expect(worker.log.join('\n')).not.toContain(values.mail);
});

test('a bucket that does not exist is named, with host, code and status', async ({ signal }) => {
  await using backend = await startBackend();
  await using _ = runWorkerProcess(backend, { S3_BUCKET_NAME: 'another-bucket' });
  const key = await backend.offer(scanInput, monitored);
  await backend.pulse.state.waitFor(() => backend.pulse.state.jobs('failed').length === 1, {
    signal,
    awaited: 'a report',
  });
  const [report] = backend.pulse.state.reports();
  expect(report?.outcome).toEqual({
    kind: 'error',
    errorText: `GetObject ${backend.store.endpoint} bucket another-bucket key ${key}: NoSuchBucket (404)`,
  });
});

test('a token that Pulse does not know is logged, and the worker goes on polling', async ({ signal }) => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend, { REGISTRATION_TOKEN: 'another-token' });
  await worker.line('unauthenticated');
  await backend.pulse.state.waitFor(() => backend.pulse.state.refusals().length > 2, { signal, awaited: 'more polls' });
});

test('without a token it stays ready and polls, and Pulse refuses it', async () => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend, { REGISTRATION_TOKEN: '' });
  await worker.line('unauthenticated');
  expect(backend.pulse.state.refusals()[0]).toMatchObject({ refusal: 'missing' });
});

test('answers probes and metrics; two pollers and two scanners share the queue', async ({ signal }) => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend, { NUM_POLLERS: '2', NUM_SCANNERS: '2' });
  const { port } = JSON.parse(await worker.line('status server listening'));
  await worker.line('polling for jobs');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  for (let number = 0; number < 20; number++)
    await backend.offer(scanInput.replace('req-7', `req-${number}`), monitored);
  await backend.pulse.state.waitFor(() => backend.pulse.state.jobs('done').length === 20, {
    signal,
    awaited: 'twenty reports',
  });
  worker.kill('SIGTERM');
  expect(await worker.exit).toBe(0);
});

test('SIGTERM in the middle of the work: every job taken is reported, then the worker ends with 0', async () => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend);
  for (let number = 0; number < 40; number++)
    await backend.offer(scanInput.replace('req-7', `req-${number}`), monitored);
  await worker.line('job taken');
  worker.kill('SIGTERM');
  expect(await worker.exit).toBe(0);
  expect(backend.pulse.state.jobs('leased')).toEqual([]);
  expect(backend.pulse.state.jobs('done').length).toBeGreaterThanOrEqual(1);
});

test("finds the object by the record's url when the settings say so", async ({ signal }) => {
  await using backend = await startBackend();
  const key = await backend.offer(scanInput, monitored);
  await backend.announce('f'.repeat(40), monitored, `${backend.store.endpoint}/${bucket}/${key}`);
  await using _ = runWorkerProcess(backend, { E2E_QSCAN_SETTINGS: '{"objectFrom":"url"}' });
  const { state } = backend.pulse;
  await state.waitFor(() => state.reports().length === 2, { signal, awaited: 'two reports' });
  expect(state.reports().map(({ outcome }) => (outcome.kind === 'error' ? outcome.errorText : outcome.kind))).toEqual([
    "GetObject: the record's url is no link",
    'success',
  ]);
});

test('metrics tell polls, jobs and findings', async () => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend);
  const { port } = JSON.parse(await worker.line('status server listening'));
  await backend.offer(scanInput, monitored);
  await worker.line('scan finished');
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toContain('# TYPE qscan_jobs_total counter');
  expect(text).toContain('qscan_findings_total{entity_type="EMAIL_ADDRESS"} 1');
  expect(text).not.toContain('ada');
});

test.each([
  [{ REGISTRATION_TOKEN: '', E2E_QSCAN_SETTINGS: '{"missingToken":"exit"}' }, 'REGISTRATION_TOKEN is not set'],
  [{ S3_ENDPOINT_URL: 's3.example.com' }, 'is no URL: write it with https://'],
])('cannot start with %o: exit code 1 and the reason', async (environment, reason) => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend, environment);
  expect(await worker.exit).toBe(1);
  expect(worker.log.join('\n')).toContain(reason);
});

test('models that load long keep the page at 503 and Pulse unasked, and a stop does not wait for them', async () => {
  await using backend = await startBackend();
  await using worker = runWorkerProcess(backend, { E2E_QSCAN_SETTINGS: '{"modelLoading":600000}' });
  const { port } = JSON.parse(await worker.line('status server listening')) as { port: number };
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
  worker.kill('SIGTERM');
  expect(await worker.exit).toBe(0);
  expect(backend.pulse.state.polls()).toBe(0);
});
