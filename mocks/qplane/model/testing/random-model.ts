import fc from 'fast-check';
import { directions } from '../../../../harness/snapshot/snapshot.ts';
import type { EnvironmentModel } from '../environment-model.ts';
import type { PluginModel } from '../plugin-model.ts';
import type { EventStoreModel, ObjectStoreModel } from '../service-model.ts';

/** Text that means something else to YAML when it stands bare, or that some reader of YAML refuses. */
const hostile = [
  ...[
    '',
    ' ',
    ' a',
    'a ',
    'a: b',
    'a:',
    ': a',
    '- a',
    '# a',
    'a # b',
    "it's",
    '"',
    '\\',
    '\\u0041',
    '{{DIGEST}}',
    '[a]',
  ],
  ...['&a', '*a', '!a', '|', '>', '%a', '@a', '`a`', '?', '-', '---', '...', '<<', '=', '~', 'null', 'Null', 'y', 'NO'],
  ...[
    'on',
    'true',
    '0',
    '00',
    '0o7',
    '0x1',
    '1e3',
    '1_0',
    '1:2',
    '.inf',
    '.nan',
    '2001-01-01',
    '__proto__',
    'toString',
  ],
  ...['a\nb', 'a\n', '\n', 'a\r\nb', '\t', '\0', '\u007f', '\u0085', '\u2028', '\ufeff', '\uffff', '日本', '😀', 'é'],
  'wide '.repeat(60),
];

const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...hostile)).map((parts) => parts.join('')),
);
const name = text.filter((value) => value !== '');
const flag = fc.boolean();
const source = fc.record({ type: fc.constantFrom('env' as const, 'text' as const), value: text });
const some = <Model extends object>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }) =>
  fc.record(model, { requiredKeys: [] });
const reference = <Id extends string>(ids: readonly Id[]) =>
  fc.record({ id: fc.constantFrom(...ids), disabled: flag }, { requiredKeys: ['id'] });

function eventStore(id: string): fc.Arbitrary<EventStoreModel> {
  const url = name.map((path) => `https://${path}`);
  const fixed = { id: fc.constant(id) };
  return fc.oneof(
    fc.record(
      {
        ...fixed,
        type: fc.constant('pulse' as const),
        token: source.filter(({ value }) => value !== ''),
        url,
        allowInsecure: flag,
      },
      { requiredKeys: ['id', 'type', 'token'] },
    ),
    fc.record({ ...fixed, type: fc.constant('axiom' as const), token: source }),
    fc.record(
      { ...fixed, type: fc.constant('otel' as const), headers: fc.dictionary(text, text), serviceName: text },
      { requiredKeys: ['id', 'type'] },
    ),
    fc.record({ ...fixed, type: fc.constantFrom('stdout' as const, 'disabled' as const) }),
  );
}

function objectStore(id: string, events: readonly string[]): fc.Arbitrary<ObjectStoreModel> {
  const fixed = {
    id: fc.constant(id),
    eventStore: fc.option(reference(events), { nil: undefined }),
  };
  return fc.oneof(
    fc.record(
      {
        ...{ ...fixed, type: fc.constant('s3' as const), bucket: name, region: name, accessUrl: text, insecure: flag },
        endpoint: name.filter((value) => !value.includes('://')),
        keys: fc.record({ accessKey: source, secretKey: source }),
      },
      { requiredKeys: ['id', 'type', 'bucket'] },
    ),
    fc.record({ ...fixed, type: fc.constant('qpoint' as const), token: source }),
    fc.record({ ...fixed, type: fc.constantFrom('stdout' as const, 'otel' as const, 'disabled' as const) }),
  );
}

function plugin(stores: readonly string[]): fc.Arbitrary<PluginModel> {
  const level = fc.constantFrom('none' as const, 'summary' as const, 'headers' as const, 'full' as const);
  const format = fc.constantFrom('json' as const, 'text' as const);
  const qscan = some({
    sampleBaseline: fc.nat(),
    sampleRate: fc.double({ noNaN: true, min: -1, max: 200 }),
    cacheTtl: fc.constantFrom('24h', '1h30m', '0', '-5s', '1.5ms'),
    cacheSize: fc.integer(),
    monitors: fc.array(fc.record({ type: text, recordValue: flag }, { requiredKeys: ['type'] })),
    recordDocument: flag,
    verbose: flag,
    qscanCloud: flag,
    objectStoreId: fc.constantFrom(...stores),
    classifier: some({ minLearningCount: fc.nat(), cardinalityThreshold: fc.double({ noNaN: true, min: 0, max: 1 }) }),
  });
  const rule = fc.record({ name: text, expr: text, level, format }, { requiredKeys: ['name', 'expr'] });
  const capture = some({ level, format, objectStore: reference(stores), rules: fc.array(rule) });
  const errorRule = fc.record(
    { name: text, triggerStatusCodes: fc.constant(['5xx']), triggerContains: text, onlyUrls: fc.array(text) },
    { requiredKeys: ['name'] },
  );
  return fc.oneof(
    qscan.map((settings) => ({ type: 'qscan' as const, ...settings })),
    capture.map((settings) => ({ type: 'http_capture' as const, ...settings })),
    fc.array(errorRule).map((rules) => ({ type: 'detect_errors' as const, rules })),
    fc.constantFrom('report_usage' as const, 'debug' as const).map((type) => ({ type })),
  );
}

/** Models that can be served, with names and values of any text. */
export const randomModel: fc.Arbitrary<EnvironmentModel> = fc
  .record({
    eventIds: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    storeIds: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    stackNames: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
  })
  .chain(({ eventIds, storeIds, stackNames }) => {
    const stack = fc.constantFrom(undefined, ...stackNames);
    const endpoint = fc.record({ domain: text, httpStack: fc.constantFrom(...stackNames) });
    const filter = fc.record({
      exe: text,
      strategy: fc.constantFrom('exact' as const, 'regex' as const),
      only: fc.subarray(['data', 'dns', 'tls', 'http'] as const).map((only) => [...only]),
    });
    return fc.record({
      services: fc.record({
        eventStores: fc.tuple(...eventIds.map(eventStore)),
        objectStores: fc.tuple(...storeIds.map((id) => objectStore(id, eventIds))),
      }),
      stacks: fc
        .tuple(...stackNames.map((each) => fc.tuple(fc.constant(each), fc.array(plugin(storeIds), { maxLength: 3 }))))
        .map((entries) => Object.fromEntries(entries)),
      tap: some({
        direction: fc.constantFrom(...directions),
        ignoreLoopback: flag,
        stacks: fc.record({ http: stack, redis: stack }),
        filters: fc.record({ custom: fc.array(filter, { maxLength: 2 }) }),
        endpoints: fc.array(endpoint, { maxLength: 2 }),
      }),
    });
  });
