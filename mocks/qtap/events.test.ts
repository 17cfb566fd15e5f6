import { expect, test } from 'vitest';
import { config } from './testing/config.ts';
import { reportExchanges } from './testing/report-exchanges.ts';
import { seenBy } from './testing/seen-by.ts';
import { testNode } from './testing/test-node.ts';

const started = 'eBPF program loaded and listening';

test('an Issue of detect_errors reaches Pulse with all that Pulse requires of it', async () => {
  const rule = { name: 'server error', trigger_status_codes: ['5xx'], report_as_issue: true };
  const plugins = [{ type: 'detect_errors', config: { rules: [rule] } }];
  await using node = await testNode({ snapshot: config({ stacks: { scan: { plugins } } }) });
  const qtap = await node.qtap();
  await qtap.said(started);
  await reportExchanges(node, [{ status: 503, path: '/v1?q=1' }, { status: 200 }]);
  expect(await seenBy(node, qtap)).toMatchObject({
    issues: [
      {
        error: 'server error',
        status: 503,
        url: 'http://crm/v1%3Fq=1',
        triggers: [{ plugin: 'detect_errors', condition: 'status' }],
      },
    ],
  });
  expect(node.pulse.state.violations()).toEqual([]);
});

test('a connection is reported to Pulse with all that Pulse requires, at its end with its bytes', async () => {
  await using node = await testNode({ snapshot: config() });
  const qtap = await node.qtap({ environment: { QPOINT_DEPLOYMENT_TAGS: 'zone:a,zone:b' } });
  await qtap.said(started);
  await reportExchanges(node, [
    { connection: 1, requestBytes: 7, responseBytes: 2 },
    { connection: 1, requestBytes: 5, responseBytes: 1 },
    { connection: 2, scheme: 'https', authority: 'bank.example:8443', remoteAddress: '198.51.100.7' },
  ]);
  const { connections, requests } = await seenBy(node, qtap);
  const last = connections.filter(({ finalized }) => finalized);
  expect(last).toMatchObject([
    {
      id: requests[0]?.connectionId,
      direction: 3,
      endpointId: 'crm',
      bytesSent: 12n,
      bytesReceived: 3n,
      tags: [{ key: 'zone', values: ['a', 'b'] }],
      system: { agent: 'tap' },
      source: {
        endpoint: { value: { exe: '/usr/bin/node', container: { pod: { name: 'shop', namespace: 'demo' } } } },
      },
      destination: { endpoint: { value: { address: { ip: '10.0.0.7', port: 80 } } } },
      tlsProbeIntrospected: false,
    },
    {
      direction: 4,
      endpointId: 'bank.example',
      destination: { endpoint: { value: { address: { ip: '198.51.100.7', port: 8443 } } } },
      tlsProbeIntrospected: true,
    },
  ]);
  expect(node.pulse.state.violations()).toEqual([]);
});
