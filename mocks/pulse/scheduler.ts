import type { Caller } from '../../harness/edge/exchange.ts';
import type { Artifact } from '../proto/gen/qpoint/type/v1/artifact_pb.js';
import type { PIIEntity } from '../proto/gen/qpoint/type/v1/pii_entity_pb.js';
import type { Finding, ScanJob, ScanOutcome, ScanReport } from './scan-job.ts';
import type { PulseSettings } from './settings.ts';

/** Source of time, in milliseconds; a run passes the clock that it controls. */
export interface Clock {
  now(): number;
}

type ReportVerdict = 'accepted' | 'already_exists' | 'not_found';

/** Turns artifacts into jobs and hands each out, at least once, until it is reported; each organisation has its own. */
export interface Scheduler {
  /** Makes a job of an artifact whose type is scanned; undefined: its type is not, or it is a repetition. */
  enqueue(orgId: string, artifact: Artifact): ScanJob | undefined;
  /** The next job: first one whose lease ran out, then one that waits. */
  next(orgId: string, caller: Caller | undefined): ScanJob | undefined;
  report(orgId: string, scanId: string, outcome: ScanOutcome, caller: Caller | undefined): ReportVerdict;
  jobs(): readonly ScanJob[];
  reports(): readonly ScanReport[];
  /** Findings of all counted reports, in the order in which their jobs were made, as far as Pulse keeps them. */
  findings(): readonly Finding[];
}

type MutableJob = { -readonly [Key in keyof ScanJob]: ScanJob[Key] };

export function createScheduler(settings: PulseSettings, clock: Clock): Scheduler {
  const jobs = new Map<string, MutableJob>();
  const queues = new Map<string, MutableJob[]>();
  /** Oldest lease first: a renewed one moves to the end. */
  const leases = new Map<string, Set<MutableJob>>();
  const counted = new Map<string, ScanReport>();
  const reports: ScanReport[] = [];
  const known = new Set<string>();
  const of = <Value>(map: Map<string, Value>, orgId: string, create: () => Value): Value => {
    const value = map.get(orgId) ?? create();
    map.set(orgId, value);
    return value;
  };
  const takeFrom = (queue: MutableJob[]): MutableJob | undefined =>
    settings.jobOrder === 'oldest-first' ? queue.shift() : queue.pop();
  const isKept = ({ artifact }: ScanJob, { entityType }: PIIEntity): boolean =>
    settings.unmonitoredFindings === 'keep' || artifact.summary?.[`entity.${entityType}`] !== undefined;
  const queueOf = (orgId: string): MutableJob[] => of(queues, orgId, () => []);
  const leasesOf = (orgId: string): Set<MutableJob> => of(leases, orgId, () => new Set());

  function expired(orgId: string): MutableJob | undefined {
    const { leaseSeconds } = settings;
    if (leaseSeconds === 'none') return undefined;
    const [oldest] = leasesOf(orgId);
    return oldest?.leasedAt !== undefined && oldest.leasedAt + leaseSeconds * 1000 <= clock.now() ? oldest : undefined;
  }

  return {
    enqueue(orgId, artifact) {
      if (!settings.scannedArtifactTypes.includes(artifact.type)) return undefined;
      if (settings.repeatedArtifact === 'one-job') {
        const { seconds, nanos } = artifact.timestamp ?? {};
        const identity = JSON.stringify([orgId, artifact.requestId, artifact.digest, String(seconds), nanos]);
        if (known.has(identity)) return undefined;
        known.add(identity);
      }
      const scanId = `scan-${String(jobs.size + 1).padStart(6, '0')}`;
      const start = { state: 'queued', deliveries: 0, leasedAt: undefined, leasedTo: undefined } as const;
      const job: MutableJob = { scanId, orgId, artifact, ...start };
      jobs.set(scanId, job);
      queueOf(orgId).push(job);
      return job;
    },
    next(orgId, caller) {
      const job = expired(orgId) ?? takeFrom(queueOf(orgId));
      if (job === undefined) return undefined;
      Object.assign(job, { state: 'leased', leasedAt: clock.now(), leasedTo: caller, deliveries: job.deliveries + 1 });
      leasesOf(orgId).delete(job);
      leasesOf(orgId).add(job);
      return job;
    },
    report(orgId, scanId, outcome, caller) {
      const job = jobs.get(scanId);
      const journal = (standing: ScanReport['standing']): ScanReport => {
        const report = { scanId, orgId, at: clock.now(), caller, standing, outcome };
        reports.push(report);
        return report;
      };
      // A job never handed out cannot be reported: its id was guessed.
      if (job === undefined || job.orgId !== orgId || job.deliveries === 0) {
        journal('unknown-scan');
        return settings.unknownScan === 'accept' ? 'accepted' : 'not_found';
      }
      const earlier = counted.get(scanId);
      if (earlier !== undefined && settings.duplicateReport !== 'last-wins') {
        journal('duplicate');
        return settings.duplicateReport === 'already_exists' ? 'already_exists' : 'accepted';
      }
      if (earlier !== undefined) reports.splice(reports.indexOf(earlier), 1, { ...earlier, standing: 'duplicate' });
      counted.set(scanId, journal('counted'));
      job.state = outcome.kind === 'success' ? 'done' : 'failed';
      leasesOf(orgId).delete(job);
      return 'accepted';
    },
    jobs: () => [...jobs.values()],
    reports: () => reports.slice(),
    findings: () =>
      [...jobs.values()].flatMap((job) => {
        const outcome = counted.get(job.scanId)?.outcome;
        const findings = outcome?.kind === 'success' ? outcome.findings : [];
        return findings.filter((entity) => isKept(job, entity)).map((entity) => ({ job, entity }));
      }),
  };
}
