/** What the scan of one hostile body took. */
export interface HostileFigures {
  readonly wallMs: number;
  /** User and system, all threads. */
  readonly cpuMs: number;
  /** Peak of resident memory above the idle scanner's, MB. */
  readonly peakMb: number;
  readonly findings: number;
  readonly verdict: string;
}
