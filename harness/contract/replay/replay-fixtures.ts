import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { compareAnswers } from '../compare/compare-answers.ts';
import type { Difference } from '../compare/difference.ts';
import type { FixtureAnswer } from '../fixture.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { createRedaction } from '../redact/redaction.ts';
import { createUpstream, type Upstream } from '../upstream/upstream.ts';
import { isRefused } from './is-refused.ts';
import type { NamedFixture } from './read-fixtures.ts';
import { recordedFields } from './recorded-fields.ts';
import { type ReplayRequest, replayRequest } from './replay-request.ts';
import { createScanQueue } from './scan-queue.ts';
import { type MocksOptions, startMocks } from './start-mocks.ts';

export interface ReplayOptions extends MocksOptions {
  /** Ends the replay; it rejects with this signal's reason. */
  readonly signal: AbortSignal;
}

/** A fixture beside what the mocks make of it. */
export interface Replayed extends NamedFixture {
  readonly differences: readonly Difference[];
  /** Why the mocks were not asked, in one sentence; undefined: they were. */
  readonly unasked: string | undefined;
}

/** Asks the mocks, started for this alone, what was recorded, one exchange after the other, and compares. */
export async function replayFixtures(
  fixtures: readonly NamedFixture[],
  { signal, ...mocksOptions }: ReplayOptions,
): Promise<Replayed[]> {
  await using mocks = await startMocks(mocksOptions);
  await using upstream = createUpstream(mocks.origin);
  const fields = recordedFields(fixtures.map(({ fixture }) => fixture));
  const queue = createScanQueue(mocks);
  const replayed: Replayed[] = [];
  for (const named of fixtures) {
    const { fixture } = named;
    signal.throwIfAborted();
    await queue.prepare(fixture);
    const textOf = (field: string) => (field === 'scanId' ? queue.scanId(fixture) : undefined);
    const token = isRefused(fixture.answer) ? 'no-token-of-the-contract' : mocks.token;
    const request = replayRequest(fixture, { secretOf: () => token, textOf });
    if (typeof request === 'string') replayed.push({ ...named, differences: [], unasked: request });
    else {
      const answer = await ask(upstream, request, { fields, signal });
      replayed.push({ ...named, differences: compareAnswers(fixture.answer, answer), unasked: undefined });
    }
  }
  return replayed;
}

/** The mock's answer goes the way of a recorded one, so that what is compared was read alike. */
async function ask(
  upstream: Upstream,
  { body, ...request }: ReplayRequest,
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FixtureAnswer> {
  const answer = await upstream.send({ ...request, body: Readable.from(body.length === 0 ? [] : [body]), signal });
  const whole = { bytes: await buffer(answer.body), whole: true };
  const { status, headers } = answer;
  const raw = { status, headers, trailers: answer.trailers(), body: whole };
  return redactExchange({ ...request, body: { bytes: body, whole: true }, answer: raw }, createRedaction(fields))
    .answer;
}
