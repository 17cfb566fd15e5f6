import { expect, test } from 'vitest';
import { allOf } from '../trials/edits/all-of.ts';
import type { Change } from '../trials/edits/change.ts';
import { inAgent } from '../trials/edits/in-agent.ts';
import { inContainer } from '../trials/edits/in-container.ts';
import { statusPort } from '../trials/edits/status-port.ts';
import { variable } from '../trials/edits/variable.ts';
import { rootCause, startUpCause, unreadyCause } from './root-cause.ts';
import { factsOf, type SeenExchange } from './testing/facts-of.ts';

const authorization = 'Bearer t';
const cut = 'the connection was closed before the answer was complete';
const line = (level: string, msg: string, error?: string) => JSON.stringify({ level, msg, error });

const qplane = (fields: Partial<SeenExchange>): SeenExchange => ({
  agent: 'qtap',
  host: 'api.qpoint.io',
  path: '/deploy/registration',
  requestHeaders: { authorization },
  ...fields,
});
const pulse = (fields: Partial<SeenExchange>): SeenExchange => ({
  agent: 'qscan',
  host: 'api-pulse.qpoint.io',
  path: '/qscan.v1.QscanSchedulerService/GetNextJob',
  requestHeaders: { authorization },
  ...fields,
});
const push = (host: string): SeenExchange => ({ agent: 'qtap', host, path: '/' });

interface Case {
  readonly title: string;
  readonly of: typeof rootCause;
  readonly change?: Change;
  readonly exchanges?: readonly SeenExchange[];
  readonly logs?: { readonly qtap?: string; readonly qscan?: string };
  /** Undefined: no rule knows it. */
  readonly says: RegExp | undefined;
}

const starting = (facts: Parameters<typeof startUpCause>[0]) => startUpCause(facts, 'qtap');

const cases: readonly Case[] = [
  {
    title: 'a token that nobody knows',
    of: starting,
    exchanges: [qplane({ status: 401 })],
    says: /not that of this run's Qplane environment/,
  },
  {
    title: 'a token that was taken before',
    of: rootCause,
    exchanges: [qplane({ status: 200 }), qplane({ status: 401 })],
    says: /was accepted at first, was revoked or has expired/,
  },
  {
    title: 'another token that was taken',
    of: rootCause,
    exchanges: [qplane({ status: 200, requestHeaders: { authorization: 'Bearer other' } }), qplane({ status: 401 })],
    says: /not that of this run's/,
  },
  {
    title: 'PULSE_API_KEY that the worker does not read',
    of: rootCause,
    change: allOf(variable('qscan', 'REGISTRATION_TOKEN', ''), variable('qscan', 'PULSE_API_KEY', 'key')),
    exchanges: [qplane({ status: 200 }), pulse({ status: 401, requestHeaders: {} })],
    says: /^Pulse refuses QScan: it shows no token although PULSE_API_KEY is set: give it REGISTRATION_TOKEN as well\.$/,
  },
  {
    title: 'a host whose connections break off',
    of: starting,
    exchanges: [qplane({ failure: cut }), qplane({ failure: cut })],
    says: /^Qtap gets no answer from api\.qpoint\.io, .* no NetworkPolicy touches\.$/,
  },
  {
    title: 'a host that answered once',
    of: unreadyCause,
    exchanges: [qplane({ failure: cut }), qplane({ status: 200 })],
    says: undefined,
  },
  {
    title: 'a request that is still open',
    of: unreadyCause,
    exchanges: [qplane({ status: 200 }), pulse({})],
    says: undefined,
  },
  {
    title: 'a push channel that is open',
    of: unreadyCause,
    exchanges: [qplane({ status: 200 }), push('realtime.ably.io')],
    says: undefined,
  },
  {
    title: 'a push channel that is asked for again and again',
    of: unreadyCause,
    exchanges: [qplane({ status: 200 }), push('realtime.ably.io'), push('a.ably-realtime.com')],
    says: /^Qtap gets no answer from realtime\.ably\.io and 1 further hosts, .*says nothing at level info/,
  },
  {
    title: 'a certificate that is not trusted',
    of: starting,
    exchanges: [qplane({ method: '', path: '', failure: 'TLS handshake failed' })],
    logs: { qtap: line('fatal', 'failed to fetch registration', 'x509: certificate signed by unknown authority') },
    says: /^Qtap does not trust the certificate that stands for api\.qpoint\.io \(failed to fetch registration: x509/,
  },
  {
    title: 'one handshake that failed among many that did not',
    of: unreadyCause,
    exchanges: [qplane({ method: '', path: '', failure: 'TLS handshake failed' }), qplane({ status: 200 })],
    says: undefined,
  },
  {
    title: 'a config that is refused',
    of: starting,
    exchanges: [qplane({ status: 200 })],
    logs: { qtap: line('fatal', 'unable to start config manager', 'event store id="x" does not exist') },
    says: /^Qtap refuses the whole config that it is given and exits: event store id="x" does not exist;/,
  },
  {
    title: 'a kernel that is too old',
    of: starting,
    logs: { qtap: line('fatal', 'Qtap requires kernel version 5.10 or greater.') },
    says: /^The kernel of Qtap's node is too old/,
  },
  {
    title: 'a status port that counts for nothing',
    of: unreadyCause,
    change: statusPort(10_002),
    exchanges: [qplane({ status: 200 })],
    says: /^Qtap is probed on port 10002 and listens on 10001/,
  },
  {
    title: 'a status port that HTTPD_LISTEN has too',
    of: unreadyCause,
    change: allOf(statusPort(10_002), variable('qtap', 'HTTPD_LISTEN', '0.0.0.0:10002')),
    exchanges: [qplane({ status: 200 })],
    says: undefined,
  },
  {
    title: "a Service that the node's resolver does not know",
    of: rootCause,
    change: inAgent('qtap', 'spec.template.spec.dnsPolicy', 'ClusterFirst'),
    exchanges: [qplane({ status: 200 })],
    logs: { qtap: line('error', 'failed to put artifact', 'dial tcp: lookup minio.a.svc: no such host') },
    says: /^Qtap cannot look up minio\.a\.svc: .*set dnsPolicy: ClusterFirstWithHostNet/,
  },
  {
    title: 'a Service that nobody knows',
    of: rootCause,
    exchanges: [qplane({ status: 200 })],
    logs: { qtap: line('error', 'failed to put artifact', 'dial tcp: lookup minio.a.svc: no such host') },
    says: /^Qtap cannot look up minio\.a\.svc: no resolver that its pod asks knows it/,
  },
  {
    title: 'hostPID that is missing',
    of: starting,
    change: inAgent('qtap', 'spec.template.spec.hostPID', false),
    exchanges: [qplane({ status: 200 })],
    logs: { qtap: line('fatal', 'failed to load BPF programs and maps', 'root privileges') },
    says: /^Qtap may not load its BPF programs: its pod does not see the node's processes; set hostPID: true\.$/,
  },
  {
    title: 'privileged that is missing',
    of: starting,
    change: inContainer('qtap', ['securityContext', 'privileged'], undefined),
    exchanges: [qplane({ status: 200 })],
    logs: { qtap: line('fatal', 'failed to load BPF programs and maps', 'root privileges') },
    says: /^Qtap may not load its BPF programs: its container is not privileged/,
  },
];

test.each(cases)('$title', async ({ of, change, exchanges = [], logs = {}, says }) => {
  const cause = of(await factsOf(change, { exchanges, logs }));
  if (says === undefined) expect(cause).toBeUndefined();
  else expect(cause?.sentence).toMatch(says);
});
