import { cloudStore, env, ownStore, qscan, type Settings } from './config.ts';
import type { ReportedExchange } from './report-exchanges.ts';

/** What a line of the agent's log holds beside its message. */
export interface Said {
  readonly msg: string;
  readonly error?: RegExp;
}

/** What there is of the trap's own exchange at the end. */
export interface Symptom {
  /** In the customer's bucket: `nothing`, or whether the document has the exchange's headers and body. */
  readonly bucket?: 'nothing' | 'headers' | 'body' | 'neither';
  /** Record in Pulse: none, or its URL. */
  readonly record?: 'none' | RegExp;
  /** Whether the agent's output holds the exchange's body. */
  readonly printed?: boolean;
  /** What Pulse hears beside: of connection and exchange by default, of a connection into which nobody sees, or of nothing. */
  readonly captured?: 'connection' | 'nothing';
  /** At level `warn` and above; by default nothing: the trap is silent. */
  readonly says?: readonly Said[];
}

/** A trap that can be set beside others in one config, since it concerns a store, a plugin or an exchange of its own. */
export interface ConfigTrap {
  /** Its id in failure-catalogue.md, or the words of qplane.md, sections 3 and 4. */
  readonly id: string;
  readonly what: string;
  /** A store of the trap's own, which its plugins are told of. */
  readonly store?: Settings;
  /** By default one that stores every exchange as scan input. */
  readonly plugins?: (store: string) => readonly Settings[];
  readonly exchange?: ReportedExchange;
  readonly shows: Symptom;
}

const noStore = (error: RegExp): Symptom => ({
  bucket: 'nothing',
  record: 'none',
  says: [{ msg: 'failed to initialize service factory', error }, { msg: 'failed to get object store' }],
});
const lost = (error: RegExp): Symptom => ({
  bucket: 'nothing',
  record: 'none',
  says: [{ msg: 'failed to put artifact', error }],
});
const stored = (record: RegExp | 'none' = /\/[0-9a-f]{40}$/): Symptom => ({ bucket: 'body', record });
const httpCapture = (settings: Settings): Settings => ({ type: 'http_capture', config: settings });
const dead: Symptom = { bucket: 'nothing', record: 'none', says: [{ msg: 'error decoding config' }] };

/** Stores of which the agent's own default comes first. */
const stores: readonly ConfigTrap[] = [
  {
    id: 'store-type-typo',
    what: 'type S3 prints payloads, and the bucket stays empty',
    store: ownStore({ type: 'S3' }),
    shows: { bucket: 'nothing', record: 'none', printed: true },
  },
  {
    id: 'store-type-typo',
    what: 'type aws prints payloads, and the bucket stays empty',
    store: ownStore({ type: 'aws' }),
    shows: { bucket: 'nothing', record: 'none', printed: true },
  },
  {
    id: 'no-object-store',
    what: 'a disabled store keeps nothing and says nothing',
    store: { type: 'disabled' },
    shows: { bucket: 'nothing', record: 'none' },
  },
  {
    id: 'value-source-typo',
    what: 'a source of type evn is an empty key',
    store: ownStore({
      access_key: { type: 'evn', value: 'AWS_ACCESS_KEY_ID' },
      secret_key: { type: 'end', value: 'X' },
    }),
    shows: noStore(/^access_key is required$/),
  },
  {
    id: 'value-source-typo',
    what: 'a source without type is an empty key, even with the key as its value',
    store: ownStore({ access_key: { value: 'AKIATEST' } }),
    shows: noStore(/^access_key is required when secret_key is provided$/),
  },
  {
    id: 's3-env-empty',
    what: 'a variable that the pod lacks',
    store: ownStore({ access_key: env('MY_KEY'), secret_key: env('MY_SECRET') }),
    shows: noStore(/^s3 access key env var \(MY_KEY\) is empty or not set$/),
  },
  {
    id: 's3-one-key',
    what: 'an access key without its secret',
    store: ownStore({ secret_key: undefined }),
    shows: noStore(/^secret_key is required when access_key is provided$/),
  },
  {
    id: 's3-one-key',
    what: 'a secret key without its access key',
    store: ownStore({ access_key: undefined }),
    shows: noStore(/^access_key is required when secret_key is provided$/),
  },
  {
    id: 'irsa-only',
    what: 'no static keys at all',
    store: ownStore({ access_key: undefined, secret_key: undefined }),
    shows: noStore(/^access_key is required$/),
  },
  {
    id: 'bucket-missing',
    what: 'no bucket in the snapshot',
    store: ownStore({ bucket: '' }),
    shows: noStore(/^bucket is required$/),
  },
  {
    id: 'bucket-missing',
    what: 'a bucket that does not exist',
    store: ownStore({ bucket: 'no-such-bucket' }),
    shows: lost(/^404 NoSuchBucket/),
  },
  {
    id: 'endpoint-with-scheme',
    what: 'the store is not created',
    store: ownStore({ endpoint: 'https://s3.eu-central-1.amazonaws.com' }),
    shows: noStore(/^failed to create s3 object store: /),
  },
  {
    id: 'region-wrong',
    what: 'the upload is refused and not tried elsewhere',
    store: ownStore({ region: 'us-west-2' }),
    shows: lost(/AuthorizationHeaderMalformed|^301/),
  },
  {
    id: 'region-omitted',
    what: 'the default is us-east-1, where the bucket is not',
    store: ownStore({ region: undefined }),
    shows: lost(/AuthorizationHeaderMalformed|^301/),
  },
  {
    id: 'endpoint-global',
    what: 'the host comes from the region, so Qtap is unaffected',
    store: ownStore({ endpoint: 's3.amazonaws.com' }),
    shows: stored(),
  },
  {
    id: 'endpoint-global',
    what: "another region's name has no effect either",
    store: ownStore({ endpoint: 's3.us-west-2.amazonaws.com' }),
    shows: stored(),
  },
  {
    id: 'key-rotated',
    what: 'S3 knows no more the key that the pod started with',
    store: ownStore({ access_key: env('AWS_OLD_ACCESS_KEY_ID') }),
    shows: lost(/^403 InvalidAccessKeyId/),
  },
  {
    id: 'dns-host-network',
    what: 'a name that only the cluster knows does not resolve on the host network',
    store: ownStore({ endpoint: 'minio.storage.svc.cluster.local:9000' }),
    shows: lost(/no such host$/),
  },
  {
    id: 'access-url-missing',
    what: 'the object is stored, its record has no link',
    store: ownStore({ access_url: undefined }),
    shows: stored(/^$/),
  },
  {
    id: 'access-url-placeholder',
    what: 'what is no placeholder stays as it is written',
    store: ownStore({ access_url: '{{SCHEME}}://{{ENDPOINT}}/{{BUCKET}}/{{ DIGEST }}/{{digest}}/{{KEY}}' }),
    shows: stored(
      /^https:\/\/s3\.eu-central-1\.amazonaws\.com\/[a-z-]+\/\{\{ DIGEST \}\}\/\{\{digest\}\}\/\{\{KEY\}\}$/,
    ),
  },
  {
    id: 'event_store.disabled',
    what: 'the object is stored, and no record follows',
    store: ownStore({ event_store: { id: 'pulse', disabled: true } }),
    shows: stored('none'),
  },
  {
    id: 'pulse-plain-http',
    what: 'the event store is missing, and so are the records of the stores that name it',
    store: ownStore({ event_store: { id: 'plain' } }),
    shows: stored('none'),
  },
];

const plugins: readonly ConfigTrap[] = [
  {
    id: 'object-store-key-typo',
    what: 'an unknown key is ignored, and the default store used',
    store: cloudStore,
    plugins: (id) => [httpCapture({ level: 'headers', oabject_store: { id } })],
    shows: { bucket: 'headers', record: /^https:\/\/acme/ },
  },
  {
    id: 'a store that no list has',
    what: 'http_capture does not run, and qscan says it of every sample',
    plugins: () => [
      httpCapture({ level: 'full', object_store: { id: 'no-such-store' } }),
      qscan({ object_store_id: 'no-such-store' }),
    ],
    shows: {
      bucket: 'nothing',
      record: 'none',
      says: [{ msg: 'failed to get object store' }, { msg: 'failed to get object store' }],
    },
  },
  {
    id: 'plugin-wrong',
    what: 'access_logs prints payloads and uploads nothing',
    plugins: () => [{ type: 'access_logs', config: { mode: 'full' } }],
    shows: { bucket: 'nothing', record: 'none', printed: true },
  },
  {
    id: 'plugin-wrong',
    what: 'access_logs without full prints no payloads',
    plugins: () => [{ type: 'access_logs' }],
    shows: { bucket: 'nothing', record: 'none' },
  },
  {
    id: 'plugin-wrong',
    what: 'a type that does not exist is skipped with a line',
    plugins: () => [{ type: 'qscann' }],
    shows: { bucket: 'nothing', record: 'none', says: [{ msg: 'plugin not found' }] },
  },
  {
    id: 'qscan-config-bad',
    what: 'cache_ttl: 24 leaves the plugin dead',
    plugins: () => [qscan({ cache_ttl: 24 })],
    shows: dead,
  },
  {
    id: 'http_capture that does not decode',
    what: 'its defaults take over, so it stores nothing',
    plugins: () => [httpCapture({ level: 'full', rules: 'none' })],
    shows: dead,
  },
  {
    id: 'capture-summary-only',
    what: 'an object without headers and bodies',
    plugins: () => [httpCapture({ level: 'summary' })],
    shows: { bucket: 'neither' },
  },
  {
    id: 'level-misspelt',
    what: 'Full stores headers only',
    plugins: () => [httpCapture({ level: 'Full' })],
    shows: { bucket: 'headers' },
  },
  {
    id: 'level-misspelt',
    what: 'details in a rule stores headers only',
    plugins: () => [httpCapture({ level: 'full', rules: [{ expr: 'http.res.status == 200', level: 'details' }] })],
    shows: { bucket: 'headers' },
  },
  {
    id: 'details',
    what: 'the old name of headers is warned of',
    plugins: () => [httpCapture({ level: 'details' })],
    shows: { bucket: 'headers', says: [{ msg: 'level "details" is deprecated, use "headers"' }] },
  },
  {
    id: 'scan-input-kept',
    what: 'record_document: false leaves the raw body in the bucket all the same',
    plugins: () => [qscan({ record_document: false })],
    shows: stored(),
  },
  {
    id: 'detect-errors-no-trigger',
    what: 'a rule without trigger never fires',
    plugins: () => [
      { type: 'detect_errors', config: { rules: [{ name: 'any', report_as_issue: true, record_req_body: true }] } },
    ],
    shows: { bucket: 'nothing', record: 'none' },
  },
  {
    id: 'a status code that is too short',
    what: 'detect_errors ends for that exchange, and the plugins behind it go on',
    plugins: () => [{ type: 'detect_errors', config: { rules: [{ trigger_status_codes: ['2'] }] } }, qscan()],
    shows: { ...stored(), says: [{ msg: 'plugin panicked' }] },
  },
  {
    id: 'unknown keys',
    what: 'enabled: false at a plugin and prefix at a store have no effect',
    store: ownStore({ prefix: 'scans/' }),
    plugins: (id) => [{ ...qscan({ object_store_id: id }), enabled: false }],
    shows: stored(),
  },
];

const exchanges: readonly ConfigTrap[] = [
  {
    id: 'direction-hides',
    what: 'egress-external captures nothing of what goes to a private address',
    exchange: { remoteAddress: '10.0.0.7' },
    shows: { bucket: 'nothing', record: 'none', captured: 'nothing' },
  },
  {
    id: 'loopback-hidden',
    what: 'ignore_loopback captures nothing within a pod',
    exchange: { remoteAddress: '127.0.0.1' },
    shows: { bucket: 'nothing', record: 'none', captured: 'nothing' },
  },
  {
    id: 'tls-probe-off',
    what: 'without a TLS probe the connection is seen, and no exchange on it',
    exchange: { scheme: 'https' },
    shows: { bucket: 'nothing', record: 'none', captured: 'connection' },
  },
];

/** The traps of the config whose symptom one agent shows side by side. */
export const configTraps: readonly ConfigTrap[] = [...stores, ...plugins, ...exchanges];
