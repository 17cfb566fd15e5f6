import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../edge/exchange.ts';
import type { StoredObject } from '../../expectations/evidence.ts';
import { allOf } from '../../trials/edits/all-of.ts';
import type { Change } from '../../trials/edits/change.ts';
import { inAgent } from '../../trials/edits/in-agent.ts';
import { inPlugin } from '../../trials/edits/in-plugin.ts';
import { inSnapshot } from '../../trials/edits/in-snapshot.ts';
import { qpointStore } from '../../trials/edits/qpoint-store.ts';
import { storeFirst } from '../../trials/edits/store-first.ts';
import { variable } from '../../trials/edits/variable.ts';
import { fixtureFacts } from '../testing/fixture-facts.ts';
import { bodiesIncomplete } from './bodies-incomplete.ts';
import { nothingToScan } from './nothing-to-scan.ts';
import { payloadsElsewhere } from './payloads-elsewhere.ts';
import { qtapRestarted } from './qtap-restarted.ts';
import { scanTooLarge } from './scan-too-large.ts';
import { trafficHidden } from './traffic-hidden.ts';

const unchanged: Change = () => undefined;
const insteadOfQscan = (type: string) => allOf(inPlugin('qscan', 'config', {}), inPlugin('qscan', 'type', type));

describe('traffic that Qtap does not see', () => {
  const sight = { uncoveredNodes: [], ignored: [], withinPod: [] };

  test.each([
    [
      'a node without Qtap, by what the DaemonSet tolerates',
      inAgent('qtap', 'spec.template.spec.tolerations.0.key', 'other'),
      { sawTraffic: true, sight: { ...sight, uncoveredNodes: ['node-2'] } },
      /^No Qtap runs on node-2, .*DaemonSet qtap does not tolerate .*; add the toleration \{operator: Exists\}/,
      /qtap\.yaml:\d+$/,
    ],
    [
      'a workload that is to be ignored',
      unchanged,
      { sawTraffic: true, sight: { ...sight, ignored: ['workload-a'] } },
      /^Qtap ignores workload-a, whose QPOINT_STRATEGY is ignore: .*; take the variable out of its pod/,
      undefined,
    ],
    [
      'a direction',
      inSnapshot('config.tap.direction', 'egress-external'),
      { sawTraffic: false, sight },
      /^Qtap looks away from the run's traffic: tap\.direction is egress-external, .*; set it to egress or all\.$/,
      /snapshot\.yaml:\d+$/,
    ],
    [
      'loopback',
      unchanged,
      { sawTraffic: false, sight: { ...sight, withinPod: ['workload-a'] } },
      /^Qtap looks away from what stays within a pod: tap\.ignore_loopback is true, and workload-a .*; set it to false\.$/,
      /snapshot\.yaml:\d+$/,
    ],
    [
      'TLS',
      variable('qtap', 'TLS_PROBES', 'none'),
      { sawTraffic: false, sight },
      /^Qtap sees connections and no exchange on them: TLS_PROBES is none, .*; take the variable out\.$/,
      /qtap\.yaml:\d+$/,
    ],
  ])('%s is named', async (_, change, seen, sentence, place) => {
    const cause = trafficHidden(await fixtureFacts(change, seen));
    expect(cause?.sentence).toMatch(sentence);
    const places = cause?.positions.map(({ file, line }) => `${file}:${line}`) ?? [];
    expect(places).toEqual(place === undefined ? [] : [expect.stringMatching(place)]);
  });

  test.each([
    ['it saw the traffic', inSnapshot('config.tap.direction', 'egress-external'), { sawTraffic: true, sight }],
    ['nothing hides it', unchanged, { sawTraffic: false, sight }],
    [
      'loopback is looked at',
      inSnapshot('config.tap.ignore_loopback', false),
      { sawTraffic: false, sight: { ...sight, withinPod: ['w'] } },
    ],
    ['some TLS probe is on', variable('qtap', 'TLS_PROBES', 'openssl'), { sawTraffic: false, sight }],
  ])('nothing is said where %s', async (_, change, seen) => {
    expect(trafficHidden(await fixtureFacts(change, seen))).toBeUndefined();
  });
});

describe('a stack without qscan', () => {
  test.each([
    ['access_logs', /access_logs prints exchanges to Qtap's log/],
    ['qscann', /Qtap has no plugin of the type "qscann"/],
    ['http_capture', /http_capture at level "none" stores no bodies/],
  ])('with %s in its place is told so', async (type, sentence) => {
    const cause = nothingToScan(await fixtureFacts(insteadOfQscan(type)));
    expect(cause?.sentence).toMatch(sentence);
    expect(cause?.positions).toHaveLength(1);
  });
});

test('a key that Qtap does not know is named where it was to name the store', async () => {
  const typo = inPlugin('qscan', 'config.oabject_store_id', 'artifacts');
  const cause = payloadsElsewhere(await fixtureFacts(allOf(storeFirst(qpointStore), typo)));
  expect(cause?.sentence).toMatch(/your bucket is entry 2 of object_stores; .*knows no key "oabject_store_id"/);
  const without = payloadsElsewhere(await fixtureFacts(storeFirst(qpointStore)));
  expect(without?.sentence).toMatch(/your bucket is entry 2 of object_stores\.$/);
});

test('exchanges that are too large are counted by what Qtap says of them', async () => {
  const line = (msg: string) => JSON.stringify({ level: 'warn', msg, size: 1_100_000 });
  const text = ['qscan request is too large, skipping', 'something else', 'qscan request is too large, skipping'];
  const logs = [{ pod: 'qtap-a', container: 'qtap', text: text.map(line).join('\n') }];
  const cause = scanTooLarge(await fixtureFacts(unchanged, { evidence: { logs } }));
  expect(cause?.sentence).toMatch(/^Qtap skipped 2 sampled exchanges/);
  expect(scanTooLarge(await fixtureFacts(unchanged))).toBeUndefined();
});

describe('scan inputs that hold less than was sent', () => {
  const stored = (headers: Record<string, string>, body?: string): StoredObject => {
    const document = { url: 'http://crm/v1', method: 'POST', request: { headers, body } };
    return { key: 'k', contentType: 'application/json', bytes: Buffer.from(JSON.stringify(document)) };
  };
  const causeOf = async (change: Change, ...objects: readonly StoredObject[]) =>
    bodiesIncomplete(await fixtureFacts(change, { evidence: { objects } }));
  const text = { 'content-type': 'text/plain', 'content-length': '9' };

  test('since they are of a binary type', async () => {
    const svg = stored({ 'content-type': 'image/svg+xml', 'content-length': '9' });
    expect((await causeOf(unchanged, svg, stored(text, 'all of it')))?.sentence).toMatch(
      /: image\/svg\+xml \(left out of sampled exchanges: 1\); send what is text with a type that says so\.$/,
    );
  });

  test('since they are larger than the buffer, whether cut or dropped', async () => {
    const small = variable('qtap', 'HTTP_BUFFER_SIZE', '4b');
    const cut = await causeOf(small, stored(text, 'all '));
    expect(cut?.sentence).toMatch(
      /HTTP_BUFFER_SIZE \(4b\): 1 body of a sampled exchange was cut, .*; raise HTTP_BUFFER_SIZE\.$/,
    );
    expect(cut?.positions).toHaveLength(1);
    expect((await causeOf(small, stored(text)))?.sentence).toMatch(/was dropped, /);
    expect((await causeOf(small, stored(text), stored(text, 'all')))?.sentence).toMatch(
      /2 bodies .* were cut or dropped/,
    );
  });

  test('are none where all was kept, or the length says nothing of the text', async () => {
    const gzip = stored({ ...text, 'content-encoding': 'gzip', 'content-length': '900' }, 'all of it');
    expect(await causeOf(unchanged, stored(text, 'all of it'), gzip, stored({}))).toBeUndefined();
  });
});

describe('a Qtap that was started anew', () => {
  const registered = (pod: string) =>
    ({
      host: 'api.qpoint.io',
      path: '/deploy/registration',
      status: 200,
      caller: { pod, namespace: 'qpoint', node: 'node-1' },
    }) as Exchange;
  const causeOf = async (...pods: readonly string[]) =>
    qtapRestarted(await fixtureFacts(unchanged, { evidence: { exchanges: pods.map(registered) } }));

  test('is known by a node on which one registered twice, as another pod or the same', async () => {
    expect((await causeOf('qtap-0', 'qtap-a'))?.sentence).toMatch(
      /^Qtap was started 2 times on node-1 \(qtap-0, qtap-a\).*; the events of its pods say why it ended\.$/,
    );
    expect((await causeOf('qtap-a', 'qtap-a'))?.sentence).toMatch(/^Qtap was started 2 times on node-1 \(qtap-a\)/);
    expect(await causeOf('qtap-a')).toBeUndefined();
  });
});
