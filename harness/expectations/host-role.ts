import { type HostRole as KnownRole, role } from '../edge/hosts.ts';
import { trafficHost } from '../traffic/replay/replay-protocol.ts';
import type { SnapshotEvidence } from './evidence.ts';

/**
 * What a host is to the run. `control` is Qplane, Pulse or the push channel, `storage` an object store (or part of one) that
 * is not the bucket, `workload` a host of the planned traffic, `harness` the run's own end of it.
 */
export type HostRole = 'bucket' | 'storage' | 'other' | 'workload' | 'control' | 'harness';

const byKnown: Readonly<Record<KnownRole, HostRole>> = {
  qplane: 'control',
  pulse: 'control',
  push: 'control',
  'object-store': 'storage',
  'qpoint-storage': 'storage',
};

/** Role of the host that a request went to. `workload` names the hosts that the traffic itself goes to. */
export function hostRole(
  { host, path }: { readonly host: string; readonly path: string },
  store: SnapshotEvidence['bucket'],
  workload: ReadonlySet<string>,
): HostRole {
  if (host === trafficHost) return 'harness';
  const known = role(host);
  const general = known === undefined ? 'other' : byKnown[known];
  if (general === 'control') return general;
  if (workload.has(host)) return 'workload';
  if (store === undefined) return general;
  for (const name of endpointsOf(store)) {
    if (host === `${store.bucket}.${name}`) return 'bucket';
    if (host === name) return path.split(/[/?]/)[1] === store.bucket ? 'bucket' : 'storage';
  }
  return general;
}

/** Names of the store's endpoint; AWS has two for a region (reference, artifacts.md, section 2). */
function endpointsOf({ endpoint, region }: NonNullable<SnapshotEvidence['bucket']>): string[] {
  const given = endpoint
    .replace(/^https?:\/\//, '')
    .replace(/[:/].*$/, '')
    .toLowerCase();
  if (role(given) !== 'object-store') return [given];
  const partition = given.endsWith('.cn') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [given, `s3.${region}.${partition}`, `s3.dualstack.${region}.${partition}`];
}
