import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { EventSchema } from '../proto/gen/eventstore/v1/event_store_pb.js';
import { createEventIntake, type IngestedEvent } from './event-intake.ts';
import { defaultPulseSettings } from './settings.ts';

const from = { orgId: 'org_e2e', caller: undefined, at: 1 };
const timestamp = { seconds: 1n };
const event = (init: MessageInitShape<typeof EventSchema>) => create(EventSchema, init);
const complete = event({
  event: { case: 'artifact', value: { timestamp, connectionId: 'c', requestId: 'r', type: 'qscan_request' } },
});
const incomplete = event({ event: { case: 'artifact', value: { timestamp, requestId: 'r', type: 'qscan_request' } } });

function intake(requiredFields: 'journal' | 'enforce') {
  const accepted: IngestedEvent[] = [];
  return {
    accepted,
    ...createEventIntake({ ...defaultPulseSettings, requiredFields }, (one) => accepted.push(one)),
  };
}

test('by default a missing required field is noted and the event kept', () => {
  const pulse = intake('journal');
  expect(pulse.take([complete, incomplete], from)).toEqual([]);
  expect(pulse.events()).toHaveLength(2);
  expect(pulse.accepted).toEqual(pulse.events());
  expect(pulse.violations()).toMatchObject([{ text: 'Artifact.connection_id is required', orgId: 'org_e2e' }]);
});

test('enforced, one bad event refuses its whole batch', () => {
  const pulse = intake('enforce');
  expect(pulse.take([complete, incomplete], from)).toMatchObject([{ text: 'Artifact.connection_id is required' }]);
  expect(pulse.events()).toEqual([]);
  expect(pulse.take([complete], from)).toEqual([]);
  expect(pulse.events()).toHaveLength(1);
});

test.each([
  [
    'a summary that holds NaN',
    { summary: { fields: { score: { kind: { case: 'numberValue' as const, value: NaN } } } } },
  ],
  ['a time after the year 9999', { timestamp: { seconds: 253_402_300_800n } }],
])('an artifact with %s is refused with its whole batch: no poller that speaks JSON could have its job', (_, part) => {
  const pulse = intake('journal');
  const artifact = { timestamp, connectionId: 'c', requestId: 'r', type: 'qscan_request', ...part };
  const refused = pulse.take([complete, event({ event: { case: 'artifact', value: artifact } })], from);
  expect(refused).toMatchObject([{ text: 'Artifact holds what JSON cannot (NaN, Infinity, a time out of range)' }]);
  expect(pulse.violations()).toEqual(refused);
  expect(pulse.events()).toEqual([]);
});

test('an event of no known kind is noted, never counted', () => {
  const pulse = intake('journal');
  pulse.take([event({})], from);
  expect(pulse.events()).toEqual([]);
  expect(pulse.violations()).toMatchObject([{ text: 'Event.event holds no known kind' }]);
});

test.each([
  [{ case: 'request' as const, value: {} }, ['id', 'timestamp', 'direction', 'connection_id']],
  [{ case: 'issue' as const, value: {} }, ['timestamp', 'connection_id', 'request_id', 'direction']],
  [{ case: 'piiEntity' as const, value: {} }, ['timestamp', 'connection_id', 'request_id']],
  [{ case: 'connection' as const, value: {} }, ['id', 'timestamp']],
  [{ case: 'databaseRequest' as const, value: {} }, ['id', 'timestamp', 'direction', 'connection_id']],
])('required fields of $case are those of the table', (value, fields) => {
  const pulse = intake('journal');
  pulse.take([event({ event: value })], from);
  expect(pulse.violations().map(({ text }) => text.replace(/^\w+\.(\w+) is required$/, '$1'))).toEqual(fields);
});
