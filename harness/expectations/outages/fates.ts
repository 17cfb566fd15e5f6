import type { Evidence } from '../evidence.ts';
import { matchScanInputs } from '../match-scan-inputs.ts';
import { type StoreCalls, storeCalls } from './store-calls.ts';

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
  extends Pick<Evidence, 'snapshot' | 'plan' | 'decisions' | 'objects' | 'artifactEvents' | 'logs' | 'exchanges'> {
  readonly jobs: readonly FinishedJob[];
  /** Names of Qtap's pods: a scanner uploads too, findings documents. */
  readonly qtapPods: readonly string[];
  /** Events of other kinds that Pulse should have had and never got: what Qtap's log admits may be about them. */
  readonly otherEventsLost: number;
}

/** Lines of Qtap that admit a loss, each one artifact or event (reference: artifacts.md section 6, pulse.md section 4). */
const admissions = {
  upload: 'failed to put artifact',
  queue: 'event store queue is full; discarding request',
};

/**
 * What became of every sampled exchange, in the order of the plan. A loss counts as explained only as often as Qtap's log admits
 * one that can be about it, and only where a fault of the scenario is why the last attempt failed.
 */
export function fates(evidence: OutageEvidence): Fate[] {
  const { plan, decisions, objects, artifactEvents, jobs, exchanges, qtapPods } = evidence;
  const matched = matchScanInputs(objects, plan);
  const keysOf = Map.groupBy(matched, ({ exchange }) => exchange?.id);
  const announced = new Set(artifactEvents.map(({ digest }) => digest));
  const jobsOf = Map.groupBy(jobs, ({ digest }) => digest);
  const isQtap = ({ caller }: { readonly caller: { readonly pod: string } | undefined }) =>
    caller !== undefined && qtapPods.includes(caller.pod);
  const uploads = storeCalls(exchanges.filter((call) => call.method === 'PUT' && isQtap(call)));
  const scannerCalls = storeCalls(exchanges.filter((call) => !isQtap(call)));
  const stored = new Set(objects.map(({ key }) => key));
  const captured = matched.filter(({ content }) => content.kind === 'http-transaction').length;
  // Of the uploads that failed, those of captured transactions that are missing are no sampled exchange's.
  const othersLost = evidence.snapshot.captureLevel === 'none' ? 0 : Math.max(0, plan.exchanges.length - captured);
  const failedUploads = [...uploads].flatMap(([key, calls]) => (stored.has(key) ? [] : [calls])).slice(othersLost);
  const admitted = {
    upload: linesWith(evidence, admissions.upload) - othersLost,
    queue: linesWith(evidence, admissions.queue) - evidence.otherEventsLost,
  };

  return plan.exchanges
    .filter((_, index) => decisions[index]?.sampled)
    .map(({ id: exchange }): Fate => {
      const keys = (keysOf.get(exchange) ?? []).map(({ object }) => object.key);
      const [digest] = keys;
      const fate = (kind: FateKind, cause = ''): Fate => ({ kind, exchange, digest, cause });
      if (digest === undefined) {
        // Which of the uploads that failed was this exchange's, nobody can see: their number is what must agree.
        const upload = failedUploads.shift();
        if (upload === undefined) return fate('unexplained', 'no upload was tried');
        const what = `${upload.attempts} attempts, the last one ${upload.last}`;
        if (!upload.lastStruck) return fate('unexplained', `${what} by the store itself`);
        return admitted.upload-- > 0
          ? fate('upload-given-up', what)
          : fate('unexplained', `${what}, and Qtap's log admits no loss`);
      }
      if (!keys.some((key) => announced.has(key))) {
        if (uploads.get(digest)?.lastStruck && admitted.upload-- > 0) {
          return fate('upload-given-up', 'stored, but no attempt was answered');
        }
        return admitted.queue-- > 0
          ? fate('queue-full', 'its event found the queue full')
          : fate('unexplained', 'stored, never announced to Pulse');
      }
      return fateOfJobs(
        keys.flatMap((key) => jobsOf.get(key) ?? []),
        scannerCalls,
        fate,
      );
    });
}

function fateOfJobs(
  jobs: readonly FinishedJob[],
  calls: ReadonlyMap<string, StoreCalls>,
  fate: (kind: FateKind, cause?: string) => Fate,
): Fate {
  const ended = jobs.filter(({ state }) => state === 'done' || state === 'failed');
  if (ended.length > 1) return fate('doubled', `${ended.length} jobs were reported`);
  const [job] = ended;
  if (job?.state === 'done') return fate('reported');
  if (job !== undefined) {
    const { error = 'no reason given', digest } = job;
    // A document of findings has a key of its own, which the error names.
    const key = /^(?:Get|Put)Object .* key ([0-9a-f]{40}):/.exec(error)?.[1];
    const isOutage = key !== undefined && (calls.get(key) ?? calls.get(digest))?.everStruck;
    return isOutage ? fate('scan-failed', error) : fate('unexplained', `its scan failed by itself: ${error}`);
  }
  const [open] = jobs;
  if (open === undefined) return fate('unexplained', 'announced, and Pulse made no job of it');
  return fate('unexplained', `its job was handed out ${open.deliveries} times and never reported`);
}

function linesWith({ logs }: OutageEvidence, text: string): number {
  return logs.reduce((sum, log) => sum + log.text.split(text).length - 1, 0);
}
