import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { entityTypes } from '../entities/entity-type.ts';
import { goDuration } from './go-duration.ts';
import { readSnapshot } from './read-snapshot.ts';
import { resolveValue } from './resolve-value.ts';
import type { Plugin, Snapshot } from './snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

const read = (text: string) => readSnapshot(text, { file: 'snapshot.yaml' });
const guide = readFileSync(join(import.meta.dirname, '../../fixtures/snapshots/snapshot.yaml'), 'utf8');
const stack = (...plugins: string[]) => `stacks:\n  scan:\n    plugins:\n${plugins.join('\n')}`;
const plugins = (text: string): readonly Plugin[] => read(text).stacks.get('scan')?.plugins ?? [];

function refusal(text: string): SnapshotError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof SnapshotError) return error;
    throw error;
  }
  throw new Error('the snapshot was accepted');
}

test("the guide's snapshot reads without a remark", () => {
  const snapshot = read(guide);
  expect(snapshot.remarks).toEqual([]);
  expect(snapshot.objectStores).toMatchObject([
    { kind: 's3', id: 'artifacts', region: 'eu-central-1', insecure: false },
  ]);
  const qscan = snapshot.stacks.get('scan')?.plugins[1];
  expect(qscan?.kind === 'qscan' && qscan.decoded.settings).toMatchObject({
    sampling: { baseline: 10, rate: 0.1, cacheTtl: 86_400_000, cacheSize: 4096 },
    monitors: entityTypes.map((type) => ({ type, recordValue: false })),
    recordDocument: false,
  });
  expect(snapshot.tap).toMatchObject({ direction: 'egress', ignoreLoopback: true, httpStack: 'scan' });
  expect(snapshot.locate(['services', 'object_stores', 0, 'bucket'])).toEqual({
    file: 'snapshot.yaml',
    line: 16,
    column: 9,
  });
});

test('the wrapper may be missing, and Qtap reads nothing from the wrong shape', () => {
  const bare = stringify({ tap: { direction: 'egress' } });
  const wrapped = stringify({ config: { tap: { direction: 'egress' } } });
  expect(read(bare).tap.direction).toBe('egress');
  expect(read(wrapped).tap.direction).toBe('egress');
  expect(readSnapshot(bare, { file: 'f', wrapped: true }).tap.direction).toBe('all');
  expect(readSnapshot(wrapped, { file: 'f', wrapped: false })).toMatchObject({
    tap: { direction: 'all' },
    remarks: [{ message: 'config: Qtap knows no key "config" here and ignores it' }],
  });
});

test('an empty answer and JSON are configurations too', () => {
  expect(read('').objectStores).toEqual([]);
  expect(read('{"config": {"services": {"event_stores": [{"type": "pulse"}]}}}').eventStores).toMatchObject([
    { id: '', url: 'https://api-pulse.qpoint.io', allowInsecure: false, token: undefined },
  ]);
});

test.each([
  ['config:\n  tap:\n   direction: egress\n  direction: [', 4, /not valid YAML/],
  ['config:\n\ttap: {}\n', 2, /not valid YAML/],
  ['tap: {}\ntap: {}\n', 2, /not valid YAML: Map keys must be unique\./],
  ['<html><body>502</body></html>', 1, /expected a mapping/],
  ['- a', 1, /expected a mapping/],
  ['tap:\n  direction: outward\n', 2, /tap\.direction must be one of all, ingress/],
  ['services:\n  object_stores:\n    - id: a\n', 3, /services\.object_stores\[0\] has no type/],
  ['services:\n  event_stores:\n    - id: a\n', 3, /services\.event_stores\[0\] has no type/],
  ['services:\n  object_stores: {type: s3}\n', 2, /services\.object_stores must be a list/],
  [
    'services:\n  object_stores:\n    - type: s3\n      event_store:\n        id: pulse\n',
    5,
    /event store id="pulse" does not exist/,
  ],
  ['stacks:\n  s:\n    plugins:\n      - config: {}\n', 4, /stacks\.s\.plugins\[0\] has no type/],
  ['tags:\n  - {key: a, source: pod.label, location: b}\n', 2, /tags\[0\]\.source must be one of env/],
  ['tags:\n  - {key: a, source: env}\n', 2, /tags\[0\] has no location/],
  ['rulekit:\n  macros:\n    - {name: a, expr: x == 1}\n    - {name: a, expr: x == 2}\n', 4, /another macro "a"/],
  ['rulekit:\n  macros:\n    - {name: a, expr: "http.res.status >="}\n', 3, /macros\[0\]\.expr is no expression/],
  ['services:\n  event_stores: [{type: pulse, allow_insecure: 3}]\n', 2, /allow_insecure must be true or false/],
])('snapshot-invalid, snapshot-undecodable: refuses %j at line %i', (text, line, reason) => {
  const error = refusal(text);
  expect(error.reason).toMatch(reason);
  expect(error.position).toMatchObject({ file: 'snapshot.yaml', line });
  expect(error.message).toBe(`snapshot.yaml:${line}: ${error.reason}`);
  expect(error.reason).toMatch(/^[^\n]+\.$/);
});

test('what Qtap silently takes for something else is remarked where it stands', () => {
  const { remarks } = read(`services:
  object_stores:
    - {type: S3, oabject: 1}
    - {type: s3, access_key: {type: evn, value: A}}
${stack('      - {type: qscann}', '      - {type: qscan, config: {monitors: [{type: SSN}]}}', '      - {type: http_capture, config: {level: Full}}')}
tap:
  http: {stack: scna}`);
  expect(remarks.map(({ message, at }) => `${at.line} ${message}`)).toEqual([
    '3 services.object_stores[0].type: "S3" is no type of object store, so Qtap prints payloads to its log instead',
    '4 services.object_stores[1].access_key: a value source of type "evn" is always empty: the types are env and text',
    '8 stacks.scan.plugins[0].type: Qtap has no plugin "qscann" and skips it',
    '9 stacks.scan.plugins[1].config.monitors[0].type: "SSN" is no entity type of the guide: nothing will be reported',
    '10 stacks.scan.plugins[2].config.level: "Full" is no level: headers are stored, bodies are not',
    '12 tap.http.stack: there is no stack "scna", so no plugin runs',
  ]);
});

test.each(['', ' ', 'a ==', 'a &&', 'a and', '!', '(a == 1', 'a == 1)', '(a == [1)]', 'a == "x', "a == 'x"])(
  'snapshot-invalid: %j is no expression for a macro',
  (expr) => {
    expect(refusal(stringify({ rulekit: { macros: [{ name: 'a', expr }] } })).reason).toMatch(/is no expression/);
  },
);

test.each([
  'http.res.status >= 500',
  'a == "x)" && (b != \'(\' || not c)',
  'http.req.path =~ /^\\/v[12]\\/(users|items)$/',
  'http.res.status in [500, 502]',
  'is_failure()',
  'a == "say \\"x\\""',
])('whatever its grammar, %j may be an expression of a macro', (expr) => {
  expect(read(stringify({ rulekit: { macros: [{ name: 'a', expr }] } })).remarks).toEqual([]);
});

test('unknown keys: wherever they stand they are remarked and change nothing', () => {
  const plain = JSON.stringify(parse(guide));
  // Under `stacks` a key is a name.
  const places = [...plain.matchAll(/(?<=[,:[])(?<!"stacks":)\{/g)].map(({ index }) => index);
  const meaning = ({ remarks: _, ...snapshot }: Snapshot) =>
    JSON.stringify({ ...snapshot, stacks: [...snapshot.stacks] }, (key, value) => (key === 'at' ? 0 : value));
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.stringMatching(/^x[a-z_]{2,8}$/), (place, key) => {
      const rest = plain.slice(place + 1);
      const text = `${plain.slice(0, place + 1)}"${key}":1${rest.startsWith('}') ? '' : ','}${rest}`;
      const changed = read(text);
      expect(changed.remarks).toMatchObject([{ message: expect.stringContaining(`no key "${key}"`) }]);
      expect(meaning(changed)).toBe(meaning(read(plain)));
    }),
  );
});

test('detect-errors-no-trigger: a rule that never fires is remarked, and so are the keys of its README', () => {
  const rule = '{name: r, triggerStatusCodes: ["5xx"], report_as_issue: true}';
  const { remarks } = read(stack(`      - {type: detect_errors, config: {rules: [${rule}]}}`));
  expect(remarks.map(({ message }) => message.replace(/^.*rules\[0\]/, ''))).toEqual([
    '.triggerStatusCodes: Qtap knows no key "triggerStatusCodes" here and ignores it',
    ': a rule without a trigger never fires',
  ]);
});

test("a plugin's broken config spoils the plugin only", () => {
  const [qscan] = plugins(stack('      - type: qscan\n        config:\n          cache_ttl: 24'));
  expect(qscan).toMatchObject({
    kind: 'qscan',
    decoded: { error: expect.stringMatching(/cache_ttl must be a duration/), at: { line: 6 } },
  });
});

test.each([
  ['none', 'none'],
  ['full', 'full'],
  ['details', 'headers'],
  ['Full', 'headers'],
  ['body', 'headers'],
  ['', 'none'],
])('level %j stores %s', (level, expected) => {
  const [plugin] = plugins(stack(`      - {type: http_capture, config: {level: "${level}"}}`));
  expect(plugin?.kind === 'http_capture' && plugin.decoded.settings?.level).toBe(expected);
});

test('value sources resolve as Qtap resolves them', () => {
  const at = { file: 'f', line: 1 };
  expect(resolveValue({ at, type: 'env', value: 'KEY' }, { KEY: 'k' })).toBe('k');
  expect(resolveValue({ at, type: 'env', value: 'KEY' }, {})).toBe('');
  expect(resolveValue({ at, type: 'text', value: 'KEY' }, { KEY: 'k' })).toBe('KEY');
  expect(resolveValue({ at, type: '', value: 'KEY' }, { KEY: 'k' })).toBe('');
  expect(resolveValue(undefined, { KEY: 'k' })).toBe('');
});

test.each([
  ['24h', 86_400_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['-2ms', -2],
  ['0', 0],
  ['24', undefined],
  ['1 h', undefined],
  ['', undefined],
])('duration %j is %s ms', (text, expected) => {
  expect(goDuration(text)).toBe(expected);
});

test('whatever the text, the answer is a snapshot or a positioned refusal', () => {
  const key = fc.constantFrom('config', 'services', 'object_stores', 'stacks', 'tap', 'type', 'plugins', 'x');
  const tree = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const text = fc.oneof(
    fc.string(),
    tree.map((value) => stringify(value)),
  );
  fc.assert(
    fc.property(text, (source) => {
      try {
        expect(read(source).file).toBe('snapshot.yaml');
      } catch (error) {
        expect(error).toBeInstanceOf(SnapshotError);
        expect((error as SnapshotError).position.line).toBeGreaterThan(0);
      }
    }),
  );
});
