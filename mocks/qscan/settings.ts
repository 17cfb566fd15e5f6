/**
 * What is not public about the QScan worker, decided here and nowhere else. Each entry names its alternatives and the section
 * of the reference that it rests on. `E2E_QSCAN_SETTINGS` (a JSON object) switches single entries for a run.
 */
export interface Settings {
  /** Where a job's object is: key `digest` in the configured bucket, or the record's `url` (qscan-worker.md section 5). */
  readonly objectFrom: 'digest' | 'url';
  /** Whether the worker drops findings of types without an `entity.<TYPE>` key, or leaves that to Pulse (qscan-worker.md section 5). */
  readonly dropUnmonitored: boolean;
  /** `artifact` of a successful report: the findings document if one was stored, else the job's; or always the job's (README.md). */
  readonly reportedArtifact: 'findings-document' | 'job';
  /** Type of the findings document's record (artifacts.md section 7: unknown). */
  readonly findingsArtifactType: string;
  /** How a scan that met a limit of depth or size ends; with `success` its findings so far are reported and a line is logged. */
  readonly incompleteScan: 'error' | 'success';
  /** Where the token is looked for, in this order; the chart sets one, the documentation the other (qscan-worker.md section 1). */
  readonly tokenVariables: readonly ('REGISTRATION_TOKEN' | 'PULSE_API_KEY')[];
  /** No token variable is set: the worker polls without one and is refused, or ends at start (failure-catalogue.md, `qscan-token-variable`). */
  readonly missingToken: 'poll' | 'exit';
  /** An `S3_ENDPOINT_URL` without scheme: the process ends at start, as botocore refuses to make a client; or each job fails. */
  readonly invalidS3Endpoint: 'exit' | 'job-error';
  /** Wait of a poller after an empty queue, ms; divided by the run's time scale (qscan-worker.md section 6). */
  readonly pollInterval: number;
  /** Wait after a failed poll, ms: doubles from `first` to `most`; divided by the run's time scale. */
  readonly pollBackoff: { readonly first: number; readonly most: number };
  /** No wait is shorter, whatever the time scale, ms. */
  readonly shortestWait: number;
  /** Limit of one request to Pulse or S3, ms of real time. */
  readonly requestTimeout: number;
  /** How often a request to S3 is tried when the answer is 429, 5xx or none (botocore's standard mode: 3). */
  readonly s3Attempts: number;
  /** Wait before the second try, ms; doubles; divided by the run's time scale. */
  readonly s3Backoff: number;
  /** Bytes of an object that are read at most. Qtap stores 1 MiB (artifacts.md section 4); the worker's limit is unknown. */
  readonly largestObject: number;
  /** A fault that a release could have: it writes the values of what it finds into its log, or into the tags of its reports. */
  readonly spill: 'nothing' | 'log' | 'report';
  /** How long a stopping worker waits for an answer to a poll that is under way, ms of real time (termination: unknown). */
  readonly stopPatience: number;
  /** How long the models load at least, ms of real time: probes count theirs so too (qscan-worker.md section 2: about 160 s at most). */
  readonly modelLoading: number;
  /** MiB that each scanner holds beside its model, as the real models do (qscan-worker.md section 7). */
  readonly scannerMemory: number;
}

const defaults: Settings = {
  objectFrom: 'digest',
  dropUnmonitored: true,
  reportedArtifact: 'findings-document',
  findingsArtifactType: 'qscan_findings',
  incompleteScan: 'error',
  tokenVariables: ['REGISTRATION_TOKEN', 'PULSE_API_KEY'],
  missingToken: 'poll',
  invalidS3Endpoint: 'exit',
  pollInterval: 250,
  pollBackoff: { first: 1000, most: 30_000 },
  shortestWait: 20,
  requestTimeout: 30_000,
  s3Attempts: 3,
  s3Backoff: 200,
  largestObject: 4 * 1024 * 1024,
  spill: 'nothing',
  stopPatience: 2000,
  modelLoading: 0,
  scannerMemory: 0,
};

/** The defaults with what `overrides` (JSON) changes. Throws on an unknown entry, a wrong type or broken JSON. */
export function readSettings(overrides: string | undefined): Settings {
  if (overrides === undefined || overrides === '') return defaults;
  const given = parse(overrides);
  for (const [name, value] of Object.entries(given)) {
    const known = (defaults as unknown as Record<string, unknown>)[name];
    if (known === undefined) throw new Error(`E2E_QSCAN_SETTINGS: no setting is named "${name}".`);
    if (typeof known !== typeof value) throw new Error(`E2E_QSCAN_SETTINGS: ${name} must be a ${typeof known}.`);
  }
  return { ...defaults, ...given };
}

function parse(text: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(text) as Record<string, unknown>) };
  } catch {
    throw new Error('E2E_QSCAN_SETTINGS is not a JSON object.');
  }
}
