import { hash } from 'node:crypto';
import type { Exchange } from '../edge/exchange.ts';
import { formatPosition } from '../errors/source-position.ts';
import type { Evidence } from './evidence.ts';
import { formatBytes } from './format-bytes.ts';
import { type HostRole, hostRole } from './host-role.ts';
import { leakSearchFor } from './leak-search/leak-search.ts';
import type { Verdict } from './verdict.ts';

type SovereigntyEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'objects' | 'exchanges'>;

type Content = 'payload' | 'traffic' | 'no payload';

interface Judged {
  readonly exchange: Exchange;
  readonly role: HostRole;
  readonly content: Content;
}

/** A body of this size or more that is sent to an object store counts as a payload, whatever is in it; in bytes. */
const leastObject = 64;

/** Payloads went to the bucket's hosts and to no other. */
export function expectSovereignty(evidence: SovereigntyEvidence): Verdict {
  const judged = judge(evidence);
  const strays = judged.filter(
    ({ role, content }) => content === 'payload' && role !== 'bucket' && role !== 'workload',
  );
  const stored = judged.filter(({ role, content }) => role === 'bucket' && content === 'payload');
  const elsewhere = judged.filter(({ role }) => role === 'storage');
  const { usedStore, bucket: store } = evidence.snapshot;
  const bucket = store?.bucket ?? 'your bucket';
  const positions = [store?.at, usedStore?.at === store?.at ? undefined : usedStore?.at].filter(
    (at) => at !== undefined,
  );
  const details = table(judged);
  const expected = `payloads only to ${shorten(bucket, 30)}`;
  const [first] = strays;
  if (first) {
    const hosts = new Set(strays.map(({ exchange }) => exchange.host));
    return {
      verdict: 'broken',
      expected,
      observed: `${strays.length} to ${hosts.size === 1 ? shorten(first.exchange.host, 40) : `${hosts.size} other hosts`}`,
      reason: `${callerOf(first.exchange)} sent a payload to ${first.exchange.host}, which is not the host of ${bucket}: ${remedy(evidence.snapshot)}.`,
      positions,
      details,
    };
  }
  if (stored.length === 0) {
    return {
      verdict: 'broken',
      expected,
      observed: 'no payload seen at all',
      reason: `No payload reached ${bucket} through the Edge, so nothing is shown: look at Qtap's object store.`,
      positions,
      details,
    };
  }
  const reader = elsewhere[0];
  return {
    verdict: 'met',
    expected,
    observed: `${stored.length} there, none elsewhere`,
    reason: reader
      ? `${callerOf(reader.exchange)} also asked ${reader.exchange.host}, a store that is not the bucket's; no payload left.`
      : undefined,
    details,
  };
}

function judge({ snapshot, plan, objects, exchanges }: SovereigntyEvidence): Judged[] {
  const search = leakSearchFor(plan);
  const digests = new Set(objects.map(({ bytes }) => hash('sha1', bytes)));
  const workload = new Set(plan.exchanges.map(({ host }) => host));
  return exchanges.map((exchange) => {
    const { requestBody, requestBytes, requestHeaders } = exchange;
    const role = hostRole(exchange, snapshot.bucket, workload);
    const isPayload = () =>
      (role === 'storage' && requestBytes >= leastObject) ||
      digests.has(hash('sha1', requestBody)) ||
      search.search(requestBody, requestHeaders['content-encoding']).leaks.length > 0;
    if (role === 'workload') return { exchange, role, content: 'traffic' };
    // A PUT to the bucket needs no search: whatever it holds may be there.
    if (role === 'bucket') return { exchange, role, content: requestBytes >= leastObject ? 'payload' : 'no payload' };
    return { exchange, role, content: requestBytes > 0 && isPayload() ? 'payload' : 'no payload' };
  });
}

function table(judged: readonly Judged[]): string[] {
  const groups = Map.groupBy(judged, ({ exchange, role, content }) => `${exchange.host}\n${role}\n${content}`);
  const row = (host: string, out: string, back: string, role: string, content: string) =>
    `${shorten(host, 36).padEnd(36)} ${out.padStart(7)} ${back.padStart(7)}  ${role.padEnd(8)} ${content}`;
  return [
    row('host', 'out', 'in', 'role', 'content out'),
    ...[...groups.values()].flatMap((all) => {
      const [first] = all;
      if (!first) return [];
      const out = all.reduce((sum, { exchange }) => sum + exchange.requestBytes, 0);
      const back = all.reduce((sum, { exchange }) => sum + exchange.responseBytes, 0);
      return [row(first.exchange.host, formatBytes(out), formatBytes(back), first.role, first.content)];
    }),
  ];
}

function remedy({ usedStore, bucket }: SovereigntyEvidence['snapshot']): string {
  return usedStore && usedStore.at !== bucket?.at
    ? `the qscan plugin uses the object store ${usedStore.id} of type ${usedStore.type} (${formatPosition(usedStore.at)}), so list your own first or name it in object_store_id`
    : "look at that pod's endpoint, bucket and region and at the snapshot's object store";
}

function callerOf({ caller }: Exchange): string {
  return caller ? `Pod ${caller.namespace}/${caller.pod}` : 'A client on this machine';
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(text.length - (most - 1 - half))}`;
}
