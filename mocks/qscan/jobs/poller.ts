import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { PulseError } from '../pulse/pulse-error.ts';
import type { SchedulerClient } from '../pulse/scheduler-client.ts';
import type { Settings } from '../settings.ts';
import type { Metrics } from '../status/metrics.ts';
import type { Capacity } from './capacity.ts';
import type { createJobRunner } from './job-runner.ts';

export interface PollerOptions {
  readonly scheduler: SchedulerClient;
  readonly runner: ReturnType<typeof createJobRunner>;
  /** Limits how many fetched jobs are with the scanners; shared by all pollers. */
  readonly capacity: Capacity;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly settings: Settings;
  readonly timeScale: number;
}

/**
 * Asks for jobs until `stop` aborts, and fetches the next object while scanners are busy with the last. Resolves when every
 * job that it took is reported.
 */
export async function poll(options: PollerOptions, stop: AbortSignal): Promise<void> {
  const { scheduler, runner, capacity, metrics, log, settings, timeScale } = options;
  const jobs = new Set<Promise<void>>();
  const scaled = (milliseconds: number) => Math.max(settings.shortestWait, milliseconds / timeScale);
  const pause = (milliseconds: number) =>
    wait(scaled(milliseconds), undefined, { signal: stop }).catch(() => undefined);
  using lastCall = abortLater(stop, settings.stopPatience);
  let backoff = settings.pollBackoff.first;

  while (!stop.aborted) {
    try {
      const job = await scheduler.getNextJob(lastCall.signal);
      backoff = settings.pollBackoff.first;
      metrics.polled(job === undefined ? 'empty' : 'job');
      if (job === undefined) {
        await pause(settings.pollInterval);
        continue;
      }
      log.debug('job taken', { scan_id: job.scanId });
      const fetched = await runner.fetch(job);
      const place = await capacity.take();
      const done = fetched.finish().finally(() => {
        place[Symbol.dispose]();
        jobs.delete(done);
      });
      jobs.add(done);
    } catch (error) {
      if (stop.aborted) break;
      metrics.polled('error');
      const retryIn = Math.round(scaled(backoff));
      log.error('poll failed', {
        error: error instanceof PulseError ? error.message : (error as Error).name,
        retry_in_ms: retryIn,
      });
      await pause(backoff);
      backoff = Math.min(backoff * 2, settings.pollBackoff.most);
    }
  }
  await Promise.all(jobs);
}

/** A signal that aborts some time after another: a poll under way may still bring a job, which would be lost. */
function abortLater(signal: AbortSignal, milliseconds: number): { readonly signal: AbortSignal } & Disposable {
  const later = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => later.abort(), milliseconds);
  };
  signal.addEventListener('abort', start, { once: true });
  return {
    signal: later.signal,
    [Symbol.dispose]() {
      signal.removeEventListener('abort', start);
      clearTimeout(timer);
    },
  };
}
