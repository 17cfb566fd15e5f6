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

/**
 * Waits until the artifacts that the snapshot asks for were announced and every job that Pulse made of them is reported,
 * or until nothing has moved for as long as patience lasts.
 */
export async function settle(pulse: Pulse, journal: Journal, options: SettleOptions): Promise<void> {
  const { state } = pulse;
  const done = () => {
    const jobs = state.jobs();
    const open = jobs.filter((job) => job.state === 'queued' || job.state === 'leased').length;
    options.onProgress(`${state.artifacts().length} of ${options.artifacts} stored, ${jobs.length - open} scanned`);
    return state.artifacts().length >= options.artifacts && open === 0;
  };
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), options.patience);
  const moved = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), options.patience);
  };
  let seen = 0;
  using _pulse = state.onChange(() => {
    const now = state.events().length + state.reports().length;
    if (now !== seen) moved();
    seen = now;
  });
  using _journal = journal.onChange(({ path }) => {
    if (!path.endsWith('/GetNextJob')) moved();
  });
  try {
    await state.waitFor(done, {
      signal: AbortSignal.any([options.signal, idle.signal]),
      awaited: 'artifacts and reports',
    });
  } catch (error) {
    options.signal.throwIfAborted();
    if (!idle.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}
