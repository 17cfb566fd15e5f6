import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { PulseClient } from './pulse-client.ts';

const scheduler = (name: string) => `qscan.v1.QscanSchedulerService/${name}`;
const report = (scanId: string) => JSON.stringify({ scanId, result: { error: { errorText: 'only asked' } } });
const events = (name: string) => `eventstore.v1.EventStoreService/${name}`;

/** Has a client of Pulse make every unary call, and expects what every client has to be told. Leaves no job behind. */
export async function askEverything({ name, call }: PulseClient, orgId: string): Promise<void> {
  const artifact = { type: 'qscan_request', digest: createHash('sha1').update(name).digest('hex') };
  const seen = {
    scheduler: await call({ method: scheduler('Ping') }),
    events: await call({ method: events('Ping') }),
    noJob: await call({ method: scheduler('GetNextJob') }),
    accepted: await call({ method: events('IngestBatch'), data: JSON.stringify({ events: [{ artifact }] }) }),
    job: await call({ method: scheduler('GetNextJob') }),
    wrongToken: await call({ method: scheduler('Ping'), token: 'wrong' }),
    unknownMethod: await call({ method: scheduler('Renew') }),
    unknownScan: await call({ method: scheduler('SubmitJobReport'), data: report('never-given') }),
  };
  expect(seen).toEqual({
    scheduler: { answer: { orgId, service: 'qscan' } },
    events: { answer: { orgId } },
    noJob: { answer: {} },
    accepted: { answer: {} },
    job: { answer: { scanId: expect.any(String), orgId, artifact } },
    wrongToken: { code: 'unauthenticated', message: 'invalid token' },
    unknownMethod: { code: 'unimplemented', message: expect.any(String) },
    unknownScan: { code: 'not_found', message: 'unknown scan_id' },
  });
  const { scanId } = (seen.job as { readonly answer: { readonly scanId: string } }).answer;
  expect(await call({ method: scheduler('SubmitJobReport'), data: report(scanId) })).toEqual({ answer: {} });
}
