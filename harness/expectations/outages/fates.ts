import type { Exchange } from '../../edge/exchange.ts';
import type { Evidence } from '../evidence.ts';
import { matchScanInputs } from '../match-scan-inputs.ts';

/** A scan job at the end of a run. */
export interface FinishedJob {
  /** Of the artifact that it is about. */
  readonly digest: string;
  readonly state: 'queued' | 'leased' | 'done' | 'failed';
  /** How often it was handed out. */
  readonly deliveries: number;
  /** What the scanner said of a job that failed. */
  readonly error?: string | undefined;
}

/**
 * What became of a sampled exchange. `reported`: once, as it should. `upload-given-up`, `queue-full` and `scan-failed`: lost for
 * a reason that the product documents. `doubled`: reported by more than one job. `unexplained`: lost, and nothing says why.
 */
export type FateKind = 'reported' | 'upload-given-up' | 'queue-full' | 'scan-failed' | 'doubled' | 'unexplained';

export interface Fate {
  readonly kind: FateKind;
  /** Id of the planned exchange. */
  readonly exchange: string;
  /** Undefined where nothing was stored under any key. */
  readonly digest: string | undefined;
  /** The cause in a few words; empty for what is reported once. */
  readonly cause: string;
}

export interface OutageEvidence
  extends Pick<Evidence, 'plan' | 'decisions' | 'objects' | 'artifactEvents' | 'logs' | 'exchanges'> {
  readonly jobs: readonly FinishedJob[];
}

/** Lines of Qtap that admit a loss, each one artifact or event (reference: artifacts.md section 6, pulse.md section 4). */
const admissions = {
  upload: 'failed to put artifact',
  queue: 'event store queue is full; discarding request',
};

/** What became of every sampled exchange, in the order of the plan. A loss counts as explained only as often as Qtap's log admits one. */
export function fates(evidence: OutageEvidence): Fate[] {
  const { plan, decisions, objects, artifactEvents, jobs } = evidence;
  const digests = new Map(matchScanInputs(objects, plan).map(({ exchange, object }) => [exchange?.id, object.key]));
  const announced = new Set(artifactEvents.map(({ digest }) => digest));
  const jobsOf = Map.groupBy(jobs, ({ digest }) => digest);
  const stored = new Set(objects.map(({ key }) => key));
  const uploads = callsByKey(evidence.exchanges, 'PUT');
  const failedUploads = [...uploads].flatMap(([key, upload]) => (stored.has(key) ? [] : [upload])).values();
  const downloads = callsByKey(evidence.exchanges, 'GET');
  const admitted = { upload: linesWith(evidence, admissions.upload), queue: linesWith(evidence, admissions.queue) };

  return plan.exchanges
    .filter((_, index) => decisions[index]?.sampled)
    .map(({ id: exchange }): Fate => {
      const digest = digests.get(exchange);
      const fate = (kind: FateKind, cause = ''): Fate => ({ kind, exchange, digest, cause });
      if (digest === undefined) {
        // Which of the uploads that failed was this exchange's, nobody can see: their number is what must agree.
        const upload = failedUploads.next().value;
        if (upload === undefined) return fate('unexplained', 'no upload was tried');
        const what = `${upload.attempts} attempts, the last one ${upload.last}`;
        if (!upload.struck) return fate('unexplained', `${what} by the store itself`);
        return admitted.upload-- > 0
          ? fate('upload-given-up', what)
          : fate('unexplained', `${what}, and Qtap's log admits no loss`);
      }
      if (!announced.has(digest)) {
        return admitted.queue-- > 0
          ? fate('queue-full', 'its event found the queue full')
          : fate('unexplained', 'stored, never announced to Pulse');
      }
      return fateOfJobs(jobsOf.get(digest) ?? [], downloads.get(digest), fate);
    });
}

function fateOfJobs(
  jobs: readonly FinishedJob[],
  download: CallsOfKey | undefined,
  fate: (kind: FateKind, cause?: string) => Fate,
): Fate {
  const ended = jobs.filter(({ state }) => state === 'done' || state === 'failed');
  if (ended.length > 1) return fate('doubled', `${ended.length} jobs were reported`);
  const [job] = ended;
  if (job?.state === 'done') return fate('reported');
  if (job !== undefined) {
    const { error = 'no reason given' } = job;
    return download?.struck ? fate('scan-failed', error) : fate('unexplained', `its scan failed by itself: ${error}`);
  }
  const [open] = jobs;
  if (open === undefined) return fate('unexplained', 'announced, and Pulse made no job of it');
  return fate('unexplained', `its job was handed out ${open.deliveries} times and never reported`);
}

/** What was tried with one key. */
interface CallsOfKey {
  readonly attempts: number;
  readonly last: string;
  /** The last attempt was struck by a fault of the scenario: what came of it is the outage's doing. */
  readonly struck: boolean;
}

function callsByKey(exchanges: readonly Exchange[], method: 'PUT' | 'GET'): Map<string, CallsOfKey> {
  const calls = exchanges.filter((exchange) => exchange.route === 'object-store' && exchange.method === method);
  const byKey = Map.groupBy(calls, ({ path }) => path.split('?', 1)[0]?.split('/').at(-1) ?? '');
  return new Map(
    [...byKey]
      .filter(([key]) => /^[0-9a-f]{40}$/.test(key))
      .map(([key, attempts]) => {
        const last = attempts.at(-1);
        return [key, { attempts: attempts.length, last: outcome(last), struck: last?.fault !== undefined }];
      }),
  );
}

function outcome(attempt: Exchange | undefined): string {
  return attempt?.status === undefined ? 'without an answer' : `answered ${attempt.status}`;
}

function linesWith({ logs }: OutageEvidence, text: string): number {
  return logs.reduce((sum, log) => sum + log.text.split(text).length - 1, 0);
}
