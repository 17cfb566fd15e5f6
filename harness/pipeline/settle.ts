import type { Pulse } from '../../mocks/pulse/pulse.ts';
import type { Journal } from '../edge/journal.ts';

export interface SettleOptions {
  /** Artifact events that shall come. */
  readonly artifacts: number;
  /** Real milliseconds without any progress after which nothing more is expected. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Milliseconds in which changes are gathered. */
const glance = 20;

/**
 * Waits until the artifacts that the snapshot asks for were announced and every job that Pulse made of them is reported,
 * or until nothing has moved for as long as patience lasts.
 */
export async function settle(pulse: Pulse, journal: Journal, options: SettleOptions): Promise<void> {
  const { state } = pulse;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let idle: NodeJS.Timeout | undefined;
  let pending: NodeJS.Timeout | undefined;
  let seen = -1;
  const moved = () => {
    clearTimeout(idle);
    idle = setTimeout(resolve, options.patience);
  };
  const look = () => {
    pending = undefined;
    const { length: stored } = state.artifacts();
    const { length: reported } = state.reports();
    const { length: open } = state.jobs().filter((job) => job.state === 'queued' || job.state === 'leased');
    options.onProgress(`${stored} of ${options.artifacts} stored, ${reported} reported`);
    if (stored + reported !== seen) moved();
    seen = stored + reported;
    if (stored >= options.artifacts && open === 0) resolve();
  };
  // Changes come by the thousand: one look serves all of a moment.
  const lookSoon = () => {
    pending ??= setTimeout(look, glance);
  };
  using _pulse = state.onChange(lookSoon);
  using _journal = journal.onChange(({ path }) => {
    if (!path.endsWith('/GetNextJob')) moved();
  });
  const abort = () => reject(options.signal.reason);
  options.signal.addEventListener('abort', abort);
  try {
    look();
    await promise;
  } finally {
    clearTimeout(idle);
    clearTimeout(pending);
    options.signal.removeEventListener('abort', abort);
  }
}
