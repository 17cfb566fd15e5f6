import { expect, test } from 'vitest';
import { expectArtifacts } from './artifacts.ts';
import type { Evidence } from './evidence.ts';
import { healthyEvidence, scanInput, storedJson } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence();
const sampled = evidence.decisions.filter((decision) => decision.sampled).length;
const unsampled = evidence.plan.exchanges.find((_, index) => !evidence.decisions[index]?.sampled);
const [first, ...others] = evidence.objects;
if (!first || !unsampled) throw new Error('The evidence samples some exchanges and not all.');

const event = (digest: string, receivedAt = 2000) => ({
  type: 'qscan_request',
  digest,
  requestId: '',
  summary: {},
  receivedAt,
});
const adding = (object = storedJson({})) => ({
  objects: [...evidence.objects, object],
  artifactEvents: [...evidence.artifactEvents, event(object.key)],
});
const parsed = JSON.parse(Buffer.from(first.bytes).toString());
const replacing = (document: unknown) => {
  const object = storedJson(document);
  return { objects: [object, ...others], artifactEvents: [event(object.key), ...evidence.artifactEvents.slice(1)] };
};

test('a healthy run is met', () => {
  expect(expectArtifacts(evidence)).toMatchObject({
    verdict: 'met',
    expected: `${sampled} scan inputs, keyed by SHA-1`,
    observed: `${sampled} scan inputs`,
    reason: undefined,
  });
});

test('a scan input without the header is matched by its bodies', () => {
  expect(
    expectArtifacts({ ...evidence, ...replacing({ ...parsed, request: { body: parsed.request.body } }) }).verdict,
  ).toBe('met');
});

const mutations: [string, Partial<Evidence>, RegExp][] = [
  ['an empty bucket', { objects: [] }, /bucket acme is empty/],
  ['a missing scan input', { objects: others }, /1 of \d+ sampled exchanges have no scan input/],
  [
    'a scan input of an exchange that was not sampled',
    adding(scanInput(unsampled)),
    /were not sampled have a scan input/,
  ],
  [
    'a scan input of another run',
    replacing({ ...parsed, request: { ...parsed.request, headers: { 'x-request-id': 'req-other-1' } } }),
    /no scan input|of no exchange/,
  ],
  ['the same exchange twice', adding(storedJson({ ...parsed, request_id: 'again' })), /more than one scan input/],
  ['a key that is not the digest', { objects: [{ ...first, key: 'f'.repeat(40) }, ...others] }, /not the SHA-1/],
  [
    'an altered body',
    replacing({ ...parsed, response: { ...parsed.response, body: '{}' } }),
    /other bodies than were sent/,
  ],
  ['an object that is no artifact', adding(storedJson({ hello: 1 })), /no artifact that this run stores/],
  ['a captured transaction at level none', adding(storedJson({ transaction_time: 'now' })), /level none stores 0/],
  ['a document of findings', adding(storedJson({ entities: [] })), /though record_document is false/],
  ['an object that nobody announced', { artifactEvents: evidence.artifactEvents.slice(1) }, /never announced to Pulse/],
  [
    'an event without an object',
    { artifactEvents: [...evidence.artifactEvents, event('0'.repeat(40))] },
    /does not hold/,
  ],
  [
    'an event before its upload',
    { artifactEvents: [event(first.key, 1499), ...evidence.artifactEvents.slice(1)] },
    /came before their upload/,
  ],
];

test.each(mutations)('%s is broken', (_, mutation, reason) => {
  const verdict = expectArtifacts({ ...evidence, ...mutation });
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toMatch(reason);
});

test('at level summary every exchange is one transaction', () => {
  const snapshot = { ...evidence.snapshot, captureLevel: 'summary' as const };
  expect(expectArtifacts({ ...evidence, snapshot }).reason).toMatch(/level summary stores 400/);
  const transactions = evidence.plan.exchanges.map(({ id }) => storedJson({ transaction_time: id }));
  expect(expectArtifacts({ ...evidence, snapshot, objects: [...evidence.objects, ...transactions] }).verdict).toBe(
    'met',
  );
});

test('a key of a stranger is not repeated', () => {
  const objects = [...evidence.objects, { ...storedJson({ hello: 1 }), key: 'mail-of-somebody' }];
  expect(JSON.stringify(expectArtifacts({ ...evidence, objects }))).not.toContain('mail-of-somebody');
});

test('a part that detect_errors may store is expected, whatever it looks like, and another one is not', () => {
  const bodies = [{ url: 'u', method: 'm' }, { entities: [{ value: 1 }] }, { transaction_time: 0 }, { any: 1 }];
  const parts = bodies.map((body) => ({ ...storedJson(body), announcedAs: 'res-body' }));
  const objects = [...evidence.objects, ...parts];
  const allowing = (...part: ('res-body' | 'req-body')[]) => ({ ...evidence.snapshot, recordedParts: new Set(part) });
  expect(expectArtifacts({ ...evidence, objects, snapshot: allowing('res-body') }).verdict).toBe('met');
  expect(expectArtifacts({ ...evidence, objects, snapshot: allowing('req-body') }).reason).toMatch(
    /4 objects are no artifact/,
  );
});

test.each([
  ['event store queue is full; discarding request', 'Qtap threw 1 events away, because its queue of 1024 was full'],
  ['permanent error sending batch; retaining batch', 'Pulse refused one batch 1 times and Qtap sends it for ever'],
  ['config load completed', 'look for "retaining batch" in Qtap\'s log'],
])('what was never announced has the reason that Qtap logs: %s', (text, reason) => {
  const logs = [{ pod: 'qtap', container: 'qtap', text: `{"level":"error","msg":"${text}"}\n` }];
  expect(expectArtifacts({ ...evidence, artifactEvents: evidence.artifactEvents.slice(1), logs }).reason).toContain(
    reason,
  );
});
