import { hash } from 'node:crypto';
import type { PlannedExchange } from '../traffic/traffic-plan.ts';
import type { ArtifactEvent, Evidence, StoredObject } from './evidence.ts';
import { keyName } from './key-name.ts';
import { type MatchedObject, matchScanInputs } from './match-scan-inputs.ts';
import { some } from './some.ts';
import type { Verdict } from './verdict.ts';

type ArtifactEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'decisions' | 'objects' | 'artifactEvents' | 'logs'>;

/** The bucket holds a scan input of every sampled exchange and of no other, under the SHA-1 of its bytes, and Pulse was told afterwards. */
export function expectArtifacts(evidence: ArtifactEvidence): Verdict {
  const { plan, decisions, objects, artifactEvents, snapshot, logs } = evidence;
  const sampled = plan.exchanges.filter((_, index) => decisions[index]?.sampled);
  const isSampled = new Set(sampled);
  const matched = matchScanInputs(objects, plan);
  const inputs = matched.filter(({ content }) => content.kind === 'scan-input');
  const stored = new Set(inputs.map(({ exchange }) => exchange));
  const transactions = matched.filter(({ content }) => content.kind === 'http-transaction').length;
  const documents = matched.filter(({ content }) => content.kind === 'findings-document').length;
  const captured = snapshot.captureLevel === 'none' ? 0 : plan.exchanges.length;
  const bucket = snapshot.bucket?.bucket ?? 'of the snapshot';

  const missing = sampled.filter((exchange) => !stored.has(exchange));
  const unsampled = inputs.filter(({ exchange }) => exchange !== undefined && !isSampled.has(exchange));
  const foreign = inputs.filter(({ exchange }) => exchange === undefined);
  const twice = inputs.length - foreign.length - [...stored].filter((exchange) => exchange !== undefined).length;
  const misnamed = objects.filter(({ key, bytes }) => key !== hash('sha1', bytes));
  const altered = inputs.filter(isAltered);
  const isPart = ({ content }: MatchedObject) =>
    content.kind === 'recorded-part' && snapshot.recordedParts.has(content.part);
  const parts = matched.filter(isPart).length;
  const unexpected = matched.filter(
    (each) => each.content.kind === 'other' || (each.content.kind === 'recorded-part' && !isPart(each)),
  );
  const events = checkEvents(objects, inputs, artifactEvents, whyUnannounced(logs));

  const problems: readonly [count: number, sentence: string][] = [
    [
      objects.length === 0 && sampled.length > 0 ? 1 : 0,
      `The bucket ${bucket} is empty: look for "failed to put artifact" in Qtap's log and at the Edge's journal.`,
    ],
    [
      missing.length,
      `${missing.length} of ${sampled.length} sampled exchanges have no scan input in the bucket, first ${nameOf(missing[0])}: look for "failed to put artifact" in Qtap's log.`,
    ],
    [
      unsampled.length,
      `${unsampled.length} exchanges that were not sampled have a scan input, first ${nameOf(unsampled[0]?.exchange)}: look at the sampling settings that Qtap runs with.`,
    ],
    [
      foreign.length,
      `${foreign.length} scan inputs are of no exchange of this run, first ${keyName(foreign[0]?.object.key)}.`,
    ],
    [twice, `${twice} exchanges have more than one scan input.`],
    [misnamed.length, `${misnamed.length} keys are not the SHA-1 of their bytes, first ${keyName(misnamed[0]?.key)}.`],
    [
      altered.length,
      `${altered.length} scan inputs hold other bodies than were sent, first ${keyName(altered[0]?.object.key)} (${nameOf(altered[0]?.exchange)}).`,
    ],
    ...events,
    [
      snapshot.captureLevel !== undefined && transactions !== captured ? 1 : 0,
      `http_capture at level ${snapshot.captureLevel} stores ${captured} http_transaction objects, the bucket holds ${transactions}.`,
    ],
    [
      documents > 0 && !snapshot.qscan?.recordDocument ? documents : 0,
      `The bucket holds ${documents} documents of findings though record_document is false.`,
    ],
    [
      unexpected.length,
      `${unexpected.length} objects are no artifact that this run stores, first ${keyName(unexpected[0]?.object.key)}.`,
    ],
  ];
  const broken = problems.filter(([count]) => count > 0).map(([, sentence]) => sentence);
  return {
    verdict: broken.length === 0 ? 'met' : 'broken',
    expected: `${sampled.length} scan inputs, keyed by SHA-1`,
    observed:
      `${inputs.length} scan inputs` +
      (missing.length > 0 ? `, ${missing.length} missing` : '') +
      (unsampled.length > 0 ? `, ${unsampled.length} not sampled` : ''),
    reason: broken[0],
    details: [
      `${objects.length} objects: ${inputs.length} scan inputs, ${transactions} http_transaction, ${documents} of findings, ${parts > 0 ? `${parts} of detect_errors, ` : ''}${unexpected.length} other`,
      `${artifactEvents.length} artifact events`,
      ...broken.slice(1),
      ...some(
        'without scan input',
        missing.map(({ id }) => id),
      ),
      ...some(
        'not sampled, yet stored',
        unsampled.map(({ exchange }) => nameOf(exchange)),
      ),
      ...some(
        'unexpected',
        unexpected.map(({ object }) => keyName(object.key)),
      ),
    ],
  };
}

function checkEvents(
  objects: readonly StoredObject[],
  inputs: readonly MatchedObject[],
  events: readonly ArtifactEvent[],
  why: string,
): [number, string][] {
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const announced = new Set(events.map(({ digest }) => digest));
  const silent = inputs.filter(({ object }) => !announced.has(object.key));
  const hollow = events.filter(({ digest }) => !byKey.has(digest));
  const early = events.filter(({ digest, receivedAt }) => receivedAt < (byKey.get(digest)?.storedAt ?? receivedAt));
  return [
    [
      silent.length,
      `${silent.length} scan inputs were never announced to Pulse, first ${keyName(silent[0]?.object.key)}: ${why}.`,
    ],
    [
      hollow.length,
      `${hollow.length} artifact events name an object that the bucket does not hold, first ${keyName(hollow[0]?.digest)}.`,
    ],
    [
      early.length,
      `${early.length} artifact events came before their upload had succeeded, first ${keyName(early[0]?.digest)}.`,
    ],
  ];
}

/** What Qtap's log says of events that did not go out (reference, pulse.md section 4). */
function whyUnannounced(logs: Evidence['logs']): string {
  const lines = logs.flatMap(({ text }) => text.split('\n'));
  const count = (words: string) => lines.filter((line) => line.includes(words)).length;
  const discarded = count('event store queue is full; discarding request');
  if (discarded > 0)
    return `Qtap threw ${discarded} events away, because its queue of 1024 was full while Pulse took nothing`;
  const refused = count('permanent error sending batch; retaining batch');
  if (refused > 0)
    return `Pulse refused one batch ${refused} times and Qtap sends it for ever, so everything newer waits behind it`;
  return 'look for "retaining batch" in Qtap\'s log';
}

function isAltered({ content, exchange }: MatchedObject): boolean {
  if (content.kind !== 'scan-input' || !exchange) return false;
  return content.requestBody !== exchange.request.body || content.responseBody !== exchange.response.body;
}

function nameOf(exchange: PlannedExchange | undefined): string {
  return exchange ? `${exchange.id} to ${exchange.host}` : 'an unknown one';
}
