import { hash } from 'node:crypto';
import type { Exchange } from '../edge/exchange.ts';
import { formatPosition } from '../errors/source-position.ts';
import type { Evidence } from './evidence.ts';
import { formatBytes } from './format-bytes.ts';
import { type HostRole, hostRole } from './host-role.ts';
import { type LeakSearch, leakSearchFor, type SearchedBytes } from './leak-search/leak-search.ts';
import { contentEncoding, requestHead } from './request-head.ts';
import type { Verdict } from './verdict.ts';
import { withhold } from './withhold.ts';

type SovereigntyEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'objects' | 'exchanges'>;

type Content = 'payload' | 'not searched' | 'traffic' | 'no payload';

interface Judged {
  readonly exchange: Exchange;
  readonly role: HostRole;
  readonly content: Content;
  /** As it may be shown. */
  readonly host: string;
}

/** A body of this size or more counts as a payload where nobody has business with one, whatever is in it; in bytes. */
const leastObject = 64;

/** Order of the table: where payloads went, or could have gone, comes first. */
const roles: readonly HostRole[] = ['bucket', 'storage', 'other', 'workload', 'control', 'harness'];

/**
 * Payloads went to the bucket's hosts and to no other. A payload is an artifact, anything with a planted value in head or
 * body, and, sent to another store or to a host that nobody knows, every body of some size, recorded or not.
 */
export function expectSovereignty(evidence: SovereigntyEvidence): Verdict {
  const judged = judge(evidence);
  const strays = judged.filter(({ role, content }) => content === 'payload' && role !== 'bucket');
  const unseen = judged.find(({ content }) => content === 'not searched');
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
    const hosts = new Set(strays.map(({ host }) => host));
    return {
      verdict: 'broken',
      expected,
      observed: `${strays.length} to ${hosts.size === 1 ? shorten(first.host, 40) : `${hosts.size} other hosts`}`,
      reason: `${callerOf(first.exchange)} sent a payload to ${first.host}, which is not the host of ${bucket}: ${remedy(evidence.snapshot)}.`,
      positions,
      details,
    };
  }
  if (unseen) {
    return {
      verdict: 'broken',
      expected,
      observed: 'a request was not searched whole',
      reason: `${callerOf(unseen.exchange)} sent ${formatBytes(unseen.exchange.requestBytes)} to ${unseen.host} that could not be searched whole, so a payload may be among them: look at what that pod sends there.`,
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
      ? `${callerOf(reader.exchange)} also asked ${reader.host}, a store that is not the bucket's; no payload left.`
      : undefined,
    details,
  };
}

function judge({ snapshot, plan, objects, exchanges }: SovereigntyEvidence): Judged[] {
  const search = leakSearchFor(plan);
  const digests = new Set(objects.map(({ bytes }) => hash('sha1', bytes)));
  const workload = new Set(plan.exchanges.map(({ host }) => host));
  return exchanges.map((exchange) => {
    const role = hostRole(exchange, snapshot.bucket, workload);
    const host = withhold(exchange.host || '(no host named)', search);
    return { exchange, role, content: contentOf(exchange, role, digests, search), host };
  });
}

function contentOf(exchange: Exchange, role: HostRole, digests: ReadonlySet<string>, { search }: LeakSearch): Content {
  const { requestBody, requestBytes } = exchange;
  if (role === 'workload') return 'traffic';
  // A PUT to the bucket needs no search: whatever it holds may be there.
  if (role === 'bucket') return requestBytes >= leastObject ? 'payload' : 'no payload';
  if ((role === 'storage' || role === 'other') && requestBytes >= leastObject) return 'payload';
  // What a scenario puts into a URL or a User-Agent is no payload; that it leaked is for `expectNoLeaks` to say.
  const isPayload = ({ leaks }: SearchedBytes) => leaks.some(({ place }) => place === undefined);
  if (isPayload(search(requestHead(exchange)))) return 'payload';
  if (requestBody.length > 0 && digests.has(hash('sha1', requestBody))) return 'payload';
  const searched = search(requestBody, contentEncoding(exchange));
  if (isPayload(searched)) return 'payload';
  if (role === 'harness') return 'no payload';
  return searched.cut || requestBytes > requestBody.length ? 'not searched' : 'no payload';
}

function table(judged: readonly Judged[]): string[] {
  const groups = Map.groupBy(judged, ({ role, host, content }) => `${roles.indexOf(role)} ${host} ${content}`);
  const row = (host: string, out: string, back: string, role: string, content: string) =>
    `${shorten(host, 36).padEnd(36)} ${out.padStart(7)} ${back.padStart(7)}  ${role.padEnd(8)} ${content}`;
  const keys = [...groups.keys()].toSorted((one, other) => (one < other ? -1 : 1));
  return [
    row('host', 'out', 'in', 'role', 'content out'),
    ...keys.flatMap((key) => {
      const all = groups.get(key) ?? [];
      const [first] = all;
      if (!first) return [];
      const out = all.reduce((sum, { exchange }) => sum + exchange.requestBytes, 0);
      const back = all.reduce((sum, { exchange }) => sum + exchange.responseBytes, 0);
      return [row(first.host, formatBytes(out), formatBytes(back), first.role, first.content)];
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
