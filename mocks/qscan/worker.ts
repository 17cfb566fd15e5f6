import { setTimeout as wait } from 'node:timers/promises';
import { createHttpCaller, type HttpCaller } from './http/http-caller.ts';
import { seenByProbes } from './http/seen-by-probes.ts';
import { Capacity } from './jobs/capacity.ts';
import { createJobRunner } from './jobs/job-runner.ts';
import { poll } from './jobs/poller.ts';
import type { Log } from './log.ts';
import { createSchedulerClient } from './pulse/scheduler-client.ts';
import { createBucket } from './s3/bucket.ts';
import { startScannerPool } from './scan/scanner-pool.ts';
import type { Settings } from './settings.ts';
import { Metrics } from './status/metrics.ts';
import { startStatusServer } from './status/status-server.ts';
import type { WorkerOptions } from './worker-options.ts';

/** Runs the worker until `stop` aborts and the jobs that it took are reported. Throws when it cannot start. */
export async function runWorker(
  options: WorkerOptions,
  settings: Settings,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const { pollers, scanners, metricsPort, timeScale, token, pulseEndpoint, pulseTrust, s3, s3Trust } = options;
  const metrics = new Metrics();
  let isReady = false;
  await using status = await startStatusServer(metricsPort, metrics, () => isReady);
  log.info('status server listening', { port: status.port });

  const begun = performance.now();
  const loaded = wait(settings.modelLoading, true, { signal: stop }).catch(() => false);
  const { pool } = await startScannerPool(scanners, settings.scannerMemory);
  await using _ = pool;
  if (!(await loaded)) {
    log.info('stopped', { reason: 'while models were being loaded' });
    return;
  }
  const milliseconds = performance.now() - begun;
  log.info('models loaded', { models: 'patterns,language-entities', scanners, load_ms: Math.round(milliseconds) });

  const limits = { timeout: settings.requestTimeout, largestAnswer: settings.largestObject };
  using pulseCaller = createHttpCaller({ ...limits, trust: pulseTrust });
  using s3Caller = createHttpCaller({ ...limits, trust: s3Trust });
  // Qtap would pass over what it is told of a process that is to be ignored.
  const seen = (caller: HttpCaller) =>
    options.strategy === 'ignore' ? caller : seenByProbes(caller, options.strategy);
  const scheduler = createSchedulerClient({
    endpoint: pulseEndpoint,
    token,
    caller: seen(pulseCaller),
    timeout: settings.requestTimeout,
  });
  const scaled = (duration: number) => Math.max(settings.shortestWait, duration / timeScale);
  const bucket = createBucket({
    s3,
    caller: seen(s3Caller),
    attempts: settings.s3Attempts,
    backoff: scaled(settings.s3Backoff),
  });
  const reportBackoff = scaled(settings.pollBackoff.first);
  const runner = createJobRunner({ bucket, scheduler, pool, metrics, log, settings, reportBackoff });
  const capacity = new Capacity(scanners + pollers);

  isReady = true;
  log.info('polling for jobs', { pulse: pulseEndpoint.origin, pollers, ...where(s3) });
  const poller = { scheduler, runner, capacity, metrics, log, settings, timeScale };
  await Promise.all(Array.from({ length: pollers }, () => poll(poller, stop)));
  log.info('stopped', { reason: 'every job taken is reported' });
}

function where(s3: WorkerOptions['s3']): Record<string, string> {
  return typeof s3 === 'string' ? { s3_problem: s3 } : { s3: s3.endpoint.origin, bucket: s3.bucket };
}
