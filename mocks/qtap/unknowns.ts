const decided = {
  /** `ArtifactType_QscanRequest` of the qscan plugin (reference, README.md and artifacts.md section 3). Also: `qscan-request`. */
  qscanArtifactType: 'qscan_request',
  /**
   * Where an exchange's `request_id` comes from: this request header, else an id of the agent's own. No source names a header
   * (artifacts.md section 4 shows an id only); with the header, a finding can be traced to the exchange that was sent.
   */
  requestIdHeader: 'x-request-id',
  /**
   * S3 keys left out of the snapshot: refused as @04cd246 and the guide have it; @e213107 falls back to an ambient chain
   * (reference, artifacts.md section 6), of which only the variables `AWS_*` are here.
   */
  ambientCredentials: false as boolean,
  /** Configuration without `--config` and without token: the built-in one is not public; here it stores and reports nothing. */
  defaultConfig: '{}',
  /**
   * Hosts of the push channel, in the order in which they are tried: those of ably-go up to v1.2.21. From v1.2.22 on
   * `main.realtime.ably.net` and `main.a.fallback.ably-realtime.com` to `main.e.…`; which version Qtap pins is not public
   * (reference, qplane.md, "Push").
   */
  ablyHosts: ['realtime.ably.io', ...['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}.ably-realtime.com`)],
  /** What becomes of a body over `HTTP_BUFFER_SIZE` (reference, failure-catalogue.md `buffer-cut`). */
  oversizedBody: 'cut' as 'cut' | 'dropped',
  /** The encoding that is undone before plugins see a body: the reference names gzip (artifacts.md section 4), others are not public. */
  contentEncoding: 'gzip',
  /**
   * Whether `only_categories`, `only_urls` and `with_tags` alone make a rule of `detect_errors` fire. A rule without any trigger never
   * does, but `mime`, `url` and `tag` are among the conditions of `Issue.triggers` (reference, qtap-plugins.md section 4).
   */
  filtersAreTriggers: false,
  /** `Issue.status` where no response was seen; a `Request` says 422 then (reference, pulse.md section 6). */
  issueStatusWithoutResponse: 0,
  /** How many texts of `trigger_contains` a body has to hold. */
  triggerContains: 'any' as 'any' | 'all',
  /** Upper bounds of the buckets of `scans_stored_size_bytes`, of which only the first and the last are public. */
  storedSizeBuckets: [1, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000],
  /** Uploads at a time; connections that are kept. Qtap sets no public limit. */
  concurrentUploads: 8,
  /**
   * Milliseconds in which a store has to begin its answer. Public (reference, artifacts.md section 2), and here so that a run can see a
   * store that does not answer without waiting for it.
   */
  storageAnswer: 10_000 as number,
} as const;

export type Unknowns = typeof decided;

/** What is decided, with what `overrides` (JSON) changes. Throws on an unknown entry, a wrong type or broken JSON. */
export function readUnknowns(overrides: string | undefined): Unknowns {
  const given = JSON.parse(overrides || '{}') as Partial<Unknowns>;
  for (const [name, value] of Object.entries(given)) {
    const known: unknown = decided[name as keyof Unknowns];
    if (known === undefined) throw new Error(`E2E_QTAP_SETTINGS: no setting is named "${name}".`);
    if (typeof known !== typeof value) throw new Error(`E2E_QTAP_SETTINGS: ${name} must be a ${typeof known}.`);
  }
  return { ...decided, ...given };
}

/** What is not public about Qtap, decided here and nowhere else. `E2E_QTAP_SETTINGS` (a JSON object) switches single entries for a run. */
export const unknowns = readUnknowns(process.env.E2E_QTAP_SETTINGS);
