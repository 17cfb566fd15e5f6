import type { Pulse } from '../../mocks/pulse/pulse.ts';
import type { Journal } from '../edge/journal.ts';

export interface SettleOptions {
  /** Artifact events that shall come at least, and jobs that Pulse shall make of them. */
  readonly artifacts: number;
  readonly jobs: number;
  /** Real milliseconds without a new event or report after which nothing more is expected. */
  readonly patience: number;
  /** So much longer while a job is open: it may have to be handed out again first. Default 0. */
  readonly openPatience?: number;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Milliseconds in which changes are gathered. */
const glance = 20;

/** What an agent still does when all is reported (a last flush, a log line) comes within this many quiet milliseconds, */
const quiet = 200;

/** and a connection that never falls quiet is waited for no longer than this. */
const longestNoise = 3_000;

/**
 * Waits until the artifacts that the snapshot asks for were announced, every job that Pulse made of them is reported and the
 * Edge has fallen quiet, or until no event and no report has come for as long as patience lasts.
 */
export async function settle(pulse: Pulse, journal: Journal, options: SettleOptions): Promise<void> {
  const { state } = pulse;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timers: { idle?: NodeJS.Timeout; look?: NodeJS.Timeout; quiet?: NodeJS.Timeout; noise?: NodeJS.Timeout } = {};
  let seen = -1;
  const awaitQuiet = () => {
    clearTimeout(timers.quiet);
    timers.quiet = setTimeout(resolve, quiet);
    timers.noise ??= setTimeout(resolve, longestNoise);
  };
  const look = () => {
    timers.look = undefined;
    const { length: stored } = state.artifacts();
    const { length: reported } = state.reports();
    const jobs = state.jobs();
    const open = jobs.filter((job) => job.state === 'queued' || job.state === 'leased').length;
    options.onProgress(`${stored} of ${options.artifacts} stored, ${reported} reported`);
    const moved = stored + reported !== seen;
    if (moved) {
      clearTimeout(timers.idle);
      timers.idle = setTimeout(resolve, options.patience + (open > 0 ? (options.openPatience ?? 0) : 0));
      seen = stored + reported;
    }
    const complete = stored >= options.artifacts && jobs.length >= options.jobs && open === 0;
    if (complete && (moved || timers.quiet === undefined)) awaitQuiet();
  };
  // Changes come by the thousand: one look serves all of a moment.
  using _pulse = state.onChange(() => {
    timers.look ??= setTimeout(look, glance);
  });
  using _journal = journal.onChange(({ path }) => {
    if (timers.quiet !== undefined && !path.endsWith('/GetNextJob')) awaitQuiet();
  });
  const abort = () => reject(options.signal.reason);
  options.signal.addEventListener('abort', abort);
  try {
    look();
    await promise;
  } finally {
    for (const timer of Object.values(timers)) clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
  }
}
