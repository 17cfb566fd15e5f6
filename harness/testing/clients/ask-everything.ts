import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { PulseClient } from './pulse-client.ts';

const scheduler = (name: string) => `qscan.v1.QscanSchedulerService/${name}`;
const events = (name: string) => `eventstore.v1.EventStoreService/${name}`;

/** Has a client of Pulse call all that it can, and expects what every client has to be told. */
export async function askEverything({ name, call }: PulseClient, orgId: string): Promise<void> {
  const artifact = { type: 'qscan_request', digest: createHash('sha1').update(name).digest('hex') };
  expect({
    scheduler: await call({ method: scheduler('Ping') }),
    events: await call({ method: events('Ping') }),
    noJob: await call({ method: scheduler('GetNextJob') }),
    accepted: await call({ method: events('IngestBatch'), data: JSON.stringify({ events: [{ artifact }] }) }),
    job: await call({ method: scheduler('GetNextJob') }),
    wrongToken: await call({ method: scheduler('Ping'), token: 'wrong' }),
    unknownMethod: await call({ method: scheduler('Renew') }),
  }).toEqual({
    scheduler: { answer: { orgId, service: 'qscan' } },
    events: { answer: { orgId } },
    noJob: { answer: {} },
    accepted: { answer: {} },
    job: { answer: { scanId: expect.any(String), orgId, artifact } },
    wrongToken: { code: 'unauthenticated', message: 'invalid token' },
    unknownMethod: { code: 'unimplemented', message: expect.any(String) },
  });
}
