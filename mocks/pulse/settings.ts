/** What the reference leaves open about Pulse (README.md, "How to treat an unknown"), each with its default and its alternatives. */
export interface PulseSettings {
  /** Reply of `GetNextJob` when no job waits. Default: OK with an empty message. */
  readonly emptyQueue: 'empty-message' | 'not_found' | 'unavailable';
  /** Seconds after which a job that was handed out and not reported goes out again; `none`: never. Default 300. */
  readonly leaseSeconds: number | 'none';
  /** Which of the jobs that wait goes out first (pulse.md section 7: unknown). Default `oldest-first`. A lease that ran out goes before. */
  readonly jobOrder: 'oldest-first' | 'newest-first';
  /**
   * Findings of a type without a monitor: "dropping unmonitored findings is up to QScan or Pulse" (artifacts.md section 4). Default
   * `keep`, because the stand-in QScan drops them itself (`dropUnmonitored`); `drop` here too, or here alone.
   */
  readonly unmonitoredFindings: 'keep' | 'drop';
  /**
   * A second report for a job. Default `first-wins`: accepted, counted once, journalled as a duplicate; `last-wins`: the
   * later one replaces the earlier; `already_exists`: refused with that code.
   */
  readonly duplicateReport: 'first-wins' | 'last-wins' | 'already_exists';
  /** Report for a `scan_id` that Pulse never gave this organisation. Not in the reference. Default `not_found`. */
  readonly unknownScan: 'not_found' | 'accept';
  /**
   * Types of artifact that become scan jobs; add `http_transaction` for the other reading of the guide (artifacts.md,
   * "Which artifact is scanned"). The string of the qscan request is itself unknown. Default `qscan_request` only.
   */
  readonly scannedArtifactTypes: readonly string[];
  /**
   * The same artifact event twice, as a batch that Qtap sends again after a time-out holds (pulse.md section 4; events carry
   * no batch id). Not in the reference. Default `separate-jobs`: no sign of deduplication; `one-job`: known by request id,
   * digest and time.
   */
  readonly repeatedArtifact: 'separate-jobs' | 'one-job';
  /** Fields that carry `buf.validate` required (pulse.md section 6). Default `journal`: accepted and noted; `enforce`: the batch gets `invalid_argument`. */
  readonly requiredFields: 'journal' | 'enforce';
}

export const defaultPulseSettings: PulseSettings = {
  emptyQueue: 'empty-message',
  leaseSeconds: 300,
  jobOrder: 'oldest-first',
  unmonitoredFindings: 'keep',
  duplicateReport: 'first-wins',
  unknownScan: 'not_found',
  scannedArtifactTypes: ['qscan_request'],
  repeatedArtifact: 'separate-jobs',
  requiredFields: 'journal',
};
