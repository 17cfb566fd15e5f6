import type { Exchange } from '../edge/exchange.ts';
import { formatPosition } from '../errors/source-position.ts';
import { formatBytes } from './format-bytes.ts';
import { some } from './some.ts';
import { type HostFlow, hostFlows, judgeExchanges, type ProofEvidence } from './sovereignty-flows.ts';
import type { Verdict } from './verdict.ts';

/** What a run shows of where payloads went, as data. */
export interface SovereigntyProof {
  readonly flows: readonly HostFlow[];
  /** The sentence that the flows justify; undefined where a payload went elsewhere, or could have, or none was seen. */
  readonly justifies: string | undefined;
}

export interface SovereigntyVerdict extends Verdict {
  readonly proof: SovereigntyProof;
}

/**
 * Payloads went to the bucket's hosts and to no other. A payload is an artifact, anything with a planted value in head or
 * body, and, sent to another store or to a host that nobody knows, every body of some size, recorded or not.
 */
export function expectSovereignty(evidence: ProofEvidence): SovereigntyVerdict {
  const judged = judgeExchanges(evidence);
  const flows = hostFlows(judged);
  const strays = judged.filter(({ role, content }) => content.out === 'payload' && role !== 'bucket');
  const unseen = judged.find(({ content }) => content.out === 'not searched');
  const stored = judged.filter(({ role, content }) => role === 'bucket' && content.out === 'payload');
  const elsewhere = judged.filter(({ role }) => role === 'storage');
  const { usedStore, bucket: store } = evidence.snapshot;
  const bucket = store?.bucket ?? 'your bucket';
  const positions = [store?.at, usedStore?.at === store?.at ? undefined : usedStore?.at].filter(
    (at) => at !== undefined,
  );
  const details = [...table(flows), ...some('asked by', allCallers(flows))];
  const proof = { flows, justifies: undefined };
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
      proof,
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
      proof,
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
      proof,
    };
  }
  const [reader] = elsewhere;
  const justifies = sentence(stored.length, bucket);
  return {
    verdict: 'met',
    expected,
    observed: `${stored.length} there, none elsewhere`,
    reason: reader
      ? `${callerOf(reader.exchange)} also asked ${reader.host}, a store that is not the bucket's; no payload left. ${justifies}`
      : justifies,
    details,
    proof: { flows, justifies },
  };
}

/** Says what was looked at and what was not, and nothing else. */
function sentence(stored: number, bucket: string): string {
  return (
    `Of all requests that the Edge saw, ${stored} held a recognisable payload beside the planned traffic itself, and all of ` +
    `these went to ${bucket}; a connection that never came to the Edge is not among them: one that was blocked or, on ` +
    "somebody's own cluster, one to a host that no file names."
  );
}

function table(flows: readonly HostFlow[]): string[] {
  const row = (host: string, role: string, direction: string, bytes: string, content: string) =>
    `${shorten(host, 33).padEnd(33)} ${role.padEnd(8)} ${direction.padEnd(9)} ${bytes.padStart(7)}  ${content}`;
  const shown = flows.filter(
    (flow) => flow.bytes > 0 || flow.content === 'payload' || !flows.some((other) => isBesides(flow, other)),
  );
  return [
    row('host', 'role', 'direction', 'bytes', 'content'),
    ...shown.map(({ host, role, direction, bytes, content }) =>
      row(host, role, direction, formatBytes(bytes), content),
    ),
  ];
}

/** Whether one flow goes the same way as another one: where one has no bytes, the other says it all. */
function isBesides(one: HostFlow, other: HostFlow): boolean {
  return other !== one && other.host === one.host && other.role === one.role && other.direction === one.direction;
}

function allCallers(flows: readonly HostFlow[]): string[] {
  return [...new Set(flows.flatMap(({ callers }) => callers))].sort();
}

function remedy({ usedStore, bucket }: ProofEvidence['snapshot']): string {
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
