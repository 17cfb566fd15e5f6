import type { PulseSettings } from '../../../mocks/pulse/settings.ts';

const leaseSeconds = 3;

/** What holds in a run with outages that does not in others. Of Pulse both are unknown, and settings (mocks/pulse/settings.ts). */
export const outageTerms = {
  pulse: {
    // A job of a scanner that was killed comes back within the run.
    leaseSeconds,
    // Qtap sends a batch again of which it does not know that it arrived: without this every one of its artifacts is scanned twice.
    repeatedArtifact: 'one-job',
  } satisfies Partial<PulseSettings>,
  /** Real milliseconds for which a job may be out: it may be lost on its way more than once. */
  openPatience: 5 * leaseSeconds * 1000,
};
