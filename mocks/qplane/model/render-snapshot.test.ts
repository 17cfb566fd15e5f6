import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { InputError } from '../../../harness/errors/input-error.ts';
import { fixture } from '../../../harness/project-paths.ts';
import { readSnapshot } from '../../../harness/snapshot/read-snapshot.ts';
import type { Snapshot } from '../../../harness/snapshot/snapshot.ts';
import type { EnvironmentModel } from './environment-model.ts';
import { guideEnvironment } from './guide-environment.ts';
import { newEnvironment } from './new-environment.ts';
import type { PluginModel } from './plugin-model.ts';
import { renderSnapshot } from './render-snapshot.ts';
import type { EventStoreModel, ObjectStoreModel } from './service-model.ts';
import { asRead } from './testing/as-read.ts';
import { randomModel } from './testing/random-model.ts';

const guide = guideEnvironment();
const [artifacts] = guide.services.objectStores as readonly [Extract<ObjectStoreModel, { type: 's3' }>];
const [pulse] = guide.services.eventStores as readonly [Extract<EventStoreModel, { type: 'pulse' }>];

const withStores = (...objectStores: ObjectStoreModel[]): EnvironmentModel => ({
  ...guide,
  services: { ...guide.services, objectStores },
});
const withEvents = (...eventStores: EventStoreModel[]): EnvironmentModel => ({
  ...guide,
  services: { ...guide.services, eventStores },
});
const withPlugin = (plugin: PluginModel): EnvironmentModel => ({ ...guide, stacks: { scan: [plugin] } });

/** Without positions and what only a file has. */
function plain({ eventStores, objectStores, stacks, tap }: Snapshot): unknown {
  const bare = (value: unknown): unknown => {
    if (value instanceof Map) return new Map([...value].map(([key, entry]) => [key, bare(entry)]));
    if (Array.isArray(value)) return value.map(bare);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) => (key === 'at' ? [] : [[key, bare(entry)]])),
    );
  };
  return bare({ eventStores, objectStores, stacks, tap });
}

test('the guide followed in the model is the snapshot in fixtures/', () => {
  const text = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');
  const rendered = renderSnapshot(guide);
  expect(plain(rendered.snapshot)).toEqual(plain(readSnapshot(text, { file: 'snapshot.yaml' })));
  expect(rendered.warnings).toEqual([]);
  // The file gives Pulse's address, which is the default.
  const model = withEvents({ ...pulse, url: 'https://api-pulse.qpoint.io' });
  expect(parse(renderSnapshot(model, { snapshotDefaults: 'omitted' }).text)).toEqual(parse(text));
});

test('keys stand in the order of the reference, defaults are spelt out, and keys of S3 name their variable', () => {
  const { text } = renderSnapshot({
    ...guide,
    stacks: { scan: [{ type: 'http_capture', objectStore: { id: 'artifacts' } }] },
    tap: { stacks: { http: 'scan' }, endpoints: [{ domain: 'api.partner.example', httpStack: 'scan' }] },
  });
  expect(text).toBe(`config:
  version: 2
  services:
    event_stores:
      - id: pulse
        type: pulse
        url: https://api-pulse.qpoint.io
        token:
          type: env
          value: REGISTRATION_TOKEN
        allow_insecure: false
    object_stores:
      - id: artifacts
        type: s3
        endpoint: s3.eu-central-1.amazonaws.com
        bucket: acme-qpoint-artifacts
        region: eu-central-1
        access_url: https://acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com/{{DIGEST}}
        insecure: false
        access_key:
          type: env
          value: AWS_ACCESS_KEY_ID
        secret_key:
          type: env
          value: AWS_SECRET_ACCESS_KEY
  stacks:
    scan:
      plugins:
        - type: http_capture
          config:
            level: none
            format: json
            object_store:
              id: artifacts
              disabled: false
  tap:
    direction: all
    ignore_loopback: false
    audit_include_dns: false
    http:
      stack: scan
    endpoints:
      - domain: api.partner.example
        http:
          stack: scan
`);
});

test.each(['written', 'omitted'] as const)(
  'what is read back is what the model says, defaults %s',
  (snapshotDefaults) => {
    fc.assert(
      fc.property(randomModel, (model) => {
        const { text, snapshot } = renderSnapshot(model, { snapshotDefaults });
        expect(plain(snapshot)).toEqual(asRead(model));
        // Go's reader refuses them, and a line break may end a line there.
        expect(text).not.toMatch(/[^\n\P{Cc}]|[\u2028\u2029\ufeff\ufffe\uffff]/u);
      }),
    );
  },
);

test('a new environment keeps payloads in the cloud of Qpoint, without a warning', () => {
  const { text, snapshot, warnings } = renderSnapshot(newEnvironment());
  expect(text.match(/value: REGISTRATION_TOKEN/g), 'one object at two places is written twice').toHaveLength(2);
  expect(snapshot.objectStores).toMatchObject([{ kind: 'qpoint', url: 'https://warehouse.qpoint.io' }]);
  expect(snapshot.stacks.get(snapshot.tap.httpStack)?.plugins.map(({ type }) => type)).toEqual([
    'report_usage',
    'detect_errors',
  ]);
  expect(warnings).toEqual([]);
});

test('a stack that is not there does not compile', () => {
  const { services } = guide;
  // @ts-expect-error There is no stack of this name.
  expect(() => renderSnapshot({ services, stacks: { scan: [] }, tap: { stacks: { http: 'scna' } } })).toThrow(
    'tap.http.stack names the stack "scna", which nobody defined: define it, or take one of "scan"',
  );
});

test.each<[string, EnvironmentModel]>([
  [
    'tap.endpoints[0].http.stack names the stack "b", which nobody defined: define it, or take one of "scan"',
    { ...guide, tap: { endpoints: [{ domain: 'a.example', httpStack: 'b' as 'scan' }] } },
  ],
  [
    'services.object_stores[1] has the id "artifacts" of another one: give each its own',
    withStores(artifacts, { id: 'artifacts', type: 'disabled' }),
  ],
  ['services.event_stores[0] has no id, by which others name it: give it one', withEvents({ ...pulse, id: '' })],
  [
    'services.object_stores[0].event_store.id is "x": no event store has this id, take one of "pulse" or add it',
    withStores({ ...artifacts, eventStore: { id: 'x' } }),
  ],
  ['services.object_stores[0].bucket is empty', withStores({ ...artifacts, bucket: '' })],
  [
    'services.object_stores[0].endpoint has a scheme',
    withStores({ ...artifacts, endpoint: 'https://s3.amazonaws.com' }),
  ],
  [
    'services.event_stores[0].token is always empty, for which Qtap ends at its start',
    withEvents({ ...pulse, token: { type: 'env', value: '' } }),
  ],
  ['services.event_stores[0].url is not https', withEvents({ ...pulse, url: 'http://pulse.example' })],
  [
    'stacks.scan.plugins[0].config.object_store_id is "x", so nothing that it samples is stored',
    withPlugin({ type: 'qscan', objectStoreId: 'x' }),
  ],
  [
    'stacks.scan.plugins[0].config.object_store.id is "x", so the plugin does not run',
    withPlugin({ type: 'http_capture', objectStore: { id: 'x' } }),
  ],
  ['stacks.scan.plugins[0].config.sample_rate is NaN', withPlugin({ type: 'qscan', sampleRate: Number.NaN })],
  [
    'stacks.scan.plugins[0].config.sample_baseline must be an integer that is not negative',
    withPlugin({ type: 'qscan', sampleBaseline: -1 }),
  ],
  [
    'stacks.scan.plugins[0].config.cache_ttl must be a duration with a unit, such as 24h',
    withPlugin({ type: 'qscan', cacheTtl: '24' }),
  ],
  [
    'stacks.scan.plugins[0].config.rules[0].trigger_status_codes holds "5x"',
    withPlugin({ type: 'detect_errors', rules: [{ name: 'r', triggerStatusCodes: ['5x'] }] }),
  ],
  [
    'stacks.scan.plugins[0].config.rules[0].trigger_duration must be a duration with a unit',
    withPlugin({ type: 'detect_errors', rules: [{ name: 'r', triggerDuration: '500' }] }),
  ],
  [
    'services.object_stores[0].url is not https',
    withStores({ id: 'cloud', type: 'qpoint', url: 'http://warehouse.example', token: pulse.token }),
  ],
  [
    'services.object_stores[0].event_store.id is "pulse": there is no event store, add one',
    {
      ...guide,
      services: { eventStores: [], objectStores: [{ ...artifacts, eventStore: { id: 'pulse' } }] },
    },
  ],
  ['tags[0] has no location', { ...guide, tags: [{ key: 'app', source: 'k8s.label', location: '' }] }],
  [
    'rulekit.macros[1] has the name "m" of another one',
    { ...guide, rulekit: { macros: [1, 2].map((status) => ({ name: 'm', expr: `http.res.status == ${status}` })) } },
  ],
  ['services.objectStores[0].bucket holds half of a surrogate pair', withStores({ ...artifacts, bucket: '\ud800' })],
])('refused, with what and what to do: %s', (message, model) => {
  expect(() => renderSnapshot(model)).toThrow(InputError);
  expect(() => renderSnapshot(model)).toThrow(message);
});

test.each<[string, EnvironmentModel]>([
  [
    'stacks.scan.plugins[0].config.monitors[0].type: "SSN" is no entity type of the guide: nothing will be reported',
    withPlugin({ type: 'qscan', monitors: [{ type: 'SSN' }] }),
  ],
  [
    'stacks.scan.plugins[0].config.sample_rate is 0, which means 0.1: sampling cannot be switched off',
    withPlugin({ type: 'qscan', sampleRate: 0 }),
  ],
  [
    'stacks.scan.plugins[0].config.sample_rate is 10, which is above 1 and means 10 %',
    withPlugin({ type: 'qscan', sampleRate: 10 }),
  ],
  [
    'stacks.scan.plugins[0].config.sample_baseline is 0, which means 100',
    withPlugin({ type: 'qscan', sampleBaseline: 0 }),
  ],
  [
    'stacks.scan.plugins[0].config.rules[0]: a rule without a trigger never fires',
    withPlugin({ type: 'detect_errors', rules: [{ name: 'r', reportAsIssue: true }] }),
  ],
  [
    "stacks.scan.plugins[0] is access_logs, which prints exchanges to Qtap's log and stores none",
    withPlugin({ type: 'access_logs' }),
  ],
  [
    'stacks.scan.plugins[0].config.sample_baseline is 1, which makes no sample certain: it is one less than it says',
    withPlugin({ type: 'qscan', sampleBaseline: 1 }),
  ],
  ['stacks.scan.plugins[0].config.cache_ttl is 0, which means 24h', withPlugin({ type: 'qscan', cacheTtl: '0' })],
  ['stacks.scan.plugins[0].config.cache_size is -1, which means 4096', withPlugin({ type: 'qscan', cacheSize: -1 })],
  ['services.object_stores is empty: nothing is kept, and nothing is said', withStores()],
  [
    "services.object_stores[0] is of type qpoint: payloads go there unless a plugin names the bucket's store",
    withStores({ id: 'cloud', type: 'qpoint', token: pulse.token }, artifacts),
  ],
  [
    'services.object_stores[0].endpoint is of eu-central-1, but Qtap goes where region says: us-east-1',
    withStores({ ...artifacts, region: undefined }),
  ],
  [
    'services.object_stores[0].access_url holds no {{DIGEST}}: every record has the same URL',
    withStores({ ...artifacts, accessUrl: 'https://b.example/{{digest}}' }),
  ],
  [
    'services.object_stores[0] has no keys: one version of Qtap looks for them around itself, the other does not set the store up',
    withStores({ ...artifacts, keys: undefined }),
  ],
])('taken, with a warning: %s', (warning, model) => {
  expect(renderSnapshot(model).warnings).toEqual([warning]);
});
