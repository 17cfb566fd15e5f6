import { beforeAll, describe, expect, test } from 'vitest';
import { config, ownStore, pulseStore, qscan, reportUsage } from './testing/config.ts';
import { type ConfigTrap, configTraps } from './testing/config-traps.ts';
import { reportExchanges } from './testing/report-exchanges.ts';
import { type Seen, seenBy } from './testing/seen-by.ts';
import { type LogLine, testNode } from './testing/test-node.ts';

// The configuration traps of failure-catalogue.md by their ids there, each with its documented symptom, at an agent that runs as a
// process. Those that end the start stand in qtap.test.ts, those of the whole pipeline in sampling-faults.ts.

const traps = configTraps.map((trap, index) => ({ trap, host: `trap-${index}.example` }));
const storeOf = (host: string) => host.replace('.example', '');
const bodyOf = (host: string) => `{"note":"sent to ${host}"}`;

/** All traps in one config: a store and a stack for each, which its own host leads to. */
function snapshot(): string {
  const stackOf = ({ trap, host }: (typeof traps)[number]) => {
    const store = trap.store === undefined ? '' : storeOf(host);
    return { plugins: [reportUsage, ...(trap.plugins?.(store) ?? [qscan({ object_store_id: store })])] };
  };
  return config({
    version: 1,
    sampling: { rate: 0 },
    services: {
      event_stores: [pulseStore, { ...pulseStore, id: 'plain', url: 'http://api-pulse.qpoint.io' }],
      object_stores: [
        ownStore(),
        ...traps.flatMap(({ trap, host }) => (trap.store === undefined ? [] : [{ ...trap.store, id: storeOf(host) }])),
      ],
    },
    stacks: Object.fromEntries(traps.map((each) => [storeOf(each.host), stackOf(each)])),
    tap: {
      direction: 'egress-external',
      ignore_loopback: true,
      endpoints: traps.map(({ host }) => ({ domain: host, http: { stack: storeOf(host) } })),
    },
  });
}

describe('a config trap shows its documented symptom', () => {
  let seen: Seen;
  beforeAll(async () => {
    await using node = await testNode({ snapshot: snapshot() });
    const qtap = await node.qtap({ environment: { AWS_OLD_ACCESS_KEY_ID: 'AKIAROTATED', TLS_PROBES: 'rustls' } });
    await qtap.said('eBPF program loaded and listening');
    await reportExchanges(
      node,
      traps.map(({ trap, host }, index) => ({
        connection: index,
        authority: host,
        remoteAddress: '198.51.100.7',
        requestHeaders: { 'x-request-id': host, 'content-type': 'application/json' },
        requestBody: bodyOf(host),
        ...trap.exchange,
      })),
    );
    seen = await seenBy(node, qtap);
  });

  test.each(traps.map(({ trap, host }) => [trap.id, trap.what, trap, host] as const))(
    '%s: %s',
    (_, __, { shows, plugins }, host) => {
      const requests = seen.requests.filter(({ endpointId }) => endpointId === host);
      expect(requests).toHaveLength(shows.captured === undefined ? 1 : 0);
      const connections = seen.connections.filter(({ endpointId, finalized }) => endpointId === host && finalized);
      expect(connections).toHaveLength(shows.captured === 'nothing' ? 0 : 1);
      for (const { tlsProbeIntrospected } of connections) expect(tlsProbeIntrospected).toBe(false);
      expect(bucketOf(host)).toBe(shows.bucket ?? 'nothing');
      const records = seen.artifacts.filter(({ endpointId }) => endpointId === host).map(({ url }) => url);
      if (shows.record === 'none') expect(records).toEqual([]);
      else expect(records).toEqual([expect.stringMatching(shows.record ?? /./)]);
      expect(
        seen.output.includes(JSON.stringify(bodyOf(host)).slice(1, -1)) || seen.output.includes(bodyOf(host)),
      ).toBe(shows.printed ?? false);
      // What a plugin says when it is made tells no exchange and no store of its own.
      if (plugins === undefined) expect(seen.trouble.filter(isOf(host))).toMatchObject(said(shows));
    },
  );

  test('and nothing else is said than what the traps are documented to say', () => {
    const ofTheAgent = [
      { msg: 'failed to initialize service factory', error: /^provide an https:\/\// },
      { msg: 'unknown TLS probe' },
    ];
    const expected = [...configTraps.flatMap(({ shows }) => shows.says ?? []), ...ofTheAgent].map(({ msg }) => msg);
    expect(seen.trouble.map(({ msg }) => msg).sort()).toEqual(expected.sort());
    expect(seen.trouble).toContainEqual(
      expect.objectContaining({ id: 'plain', error: expect.stringMatching(/^provide an https:\/\//) }),
    );
  });

  const isOf = (host: string) => (line: LogLine) => line.request_id === host || line.id === storeOf(host);
  const said = ({ says = [] }: ConfigTrap['shows']) =>
    says.map(({ msg, error }) => (error === undefined ? { msg } : { msg, error: expect.stringMatching(error) }));

  function bucketOf(host: string): ConfigTrap['shows']['bucket'] {
    const documents = seen.documents.filter(({ url, request }) => (url ?? request?.url)?.includes(`//${host}/`));
    if (documents.length === 0) return 'nothing';
    const { request } = documents[0] ?? {};
    return request?.body !== undefined ? 'body' : request?.headers !== undefined ? 'headers' : 'neither';
  }
});
