import { unknowns } from './unknowns.ts';

/** Milliseconds. Waits of the product's own are divided by the run's time scale; limits on real work are not. */
export interface Durations {
  readonly qplaneHeartbeat: number;
  readonly pulseHeartbeat: number;
  /** From the last announcement of a change to the fetch of the config. */
  readonly configDebounce: number;
  /** Until hosts of the push channel that did not answer are tried again. */
  readonly pushRetry: number;
  readonly eventFlush: number;
  /** From the opening of a connection to its first report, and from one report to the next. */
  readonly connectionReport: { readonly first: number; readonly every: number };
  readonly eventBackoff: { readonly first: number; readonly most: number; readonly giveUpAfter: number };
  readonly putBackoff: { readonly first: number; readonly most: number };
  readonly limits: {
    readonly heartbeat: number;
    readonly configDownload: number;
    readonly pushConnect: number;
    readonly eventAttempt: number;
    readonly shutdown: number;
    readonly storageAnswer: number;
  };
}

const second = 1000;
const minute = 60 * second;

/** The product's durations (reference: qplane.md section 2, pulse.md sections 3 and 4, artifacts.md section 2; ably-go for the push channel). */
export function durations(timeScale: number): Durations {
  return {
    qplaneHeartbeat: (24 * 60 * minute) / timeScale,
    pulseHeartbeat: (5 * minute) / timeScale,
    configDebounce: (5 * second) / timeScale,
    pushRetry: (15 * second) / timeScale,
    eventFlush: second / timeScale,
    connectionReport: { first: 500 / timeScale, every: (10 * second) / timeScale },
    eventBackoff: {
      first: 100 / timeScale,
      most: (30 * second) / timeScale,
      giveUpAfter: (5 * minute) / timeScale,
    },
    putBackoff: { first: 200 / timeScale, most: second / timeScale },
    limits: {
      heartbeat: 10 * second,
      configDownload: 30 * second,
      pushConnect: 10 * second,
      eventAttempt: 30 * second,
      shutdown: 30 * second,
      storageAnswer: unknowns.storageAnswer,
    },
  };
}
