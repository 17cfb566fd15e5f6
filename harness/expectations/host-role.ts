import type { SnapshotEvidence } from './evidence.ts';

/** Qplane, Pulse and the push channel (reference, qplane.md and pulse.md). */
const control = /^(api|pulse|api-pulse)\.qpoint\.io$|(^|\.)(ably\.io|ably\.net|ably-realtime\.com)$/;

/** Object stores, the bucket's among them (reference, artifacts.md, sections 2 and 6). */
const storage = /(^|\.)warehouse\.qpoint\.io$|(^|[.-])s3[.-].*amazonaws\.com$|\.amazonaws\.com$/;

export type HostRole = 'bucket' | 'control' | 'workload' | 'storage' | 'other';

/** Whether a host serves Qplane, Pulse or the push channel. */
export function isControlHost(host: string): boolean {
  return control.test(host);
}

/** What a host is to the run. `workload` names the hosts that the traffic itself goes to. */
export function hostRole(
  { host, path }: { readonly host: string; readonly path: string },
  store: SnapshotEvidence['bucket'],
  workload: ReadonlySet<string>,
): HostRole {
  if (isControlHost(host)) return 'control';
  if (workload.has(host)) return 'workload';
  if (!store) return storage.test(host) ? 'storage' : 'other';
  const { bucket, region } = store;
  const endpoint = store.endpoint
    .replace(/^https?:\/\//, '')
    .replace(/[:/].*$/, '')
    .toLowerCase();
  const endpoints = [endpoint, `s3.${region}.amazonaws.com`, `s3.dualstack.${region}.amazonaws.com`];
  if (endpoint !== 's3.amazonaws.com' && !endpoint.endsWith('.amazonaws.com')) endpoints.splice(1);
  for (const name of endpoints) {
    if (host === `${bucket}.${name}`) return 'bucket';
    if (host === name) return path.split(/[/?]/)[1] === bucket ? 'bucket' : 'storage';
  }
  return storage.test(host) ? 'storage' : 'other';
}
