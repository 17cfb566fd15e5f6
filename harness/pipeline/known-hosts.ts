import { pulseHosts, qplaneHost, warehouseHost, warehouseS3Host } from '../edge/hosts.ts';
import type { S3Store } from '../snapshot/snapshot.ts';
import { trafficHost } from '../traffic/replay/replay-protocol.ts';

/**
 * Names that the overlay leads to the Edge: everything outside the cluster that the pipeline is known to call
 * (reference, deployment.md step 1, artifacts.md section 2). In `embedded` every other outside name ends there too.
 */
export function knownHosts(store: S3Store | undefined): string[] {
  const region = store?.region ?? 'us-east-1';
  const bucket =
    store === undefined
      ? []
      : [`${store.bucket}.s3.${region}.amazonaws.com`, `${store.bucket}.s3.dualstack.${region}.amazonaws.com`];
  const regional = [`s3.${region}.amazonaws.com`, `s3.dualstack.${region}.amazonaws.com`];
  return [qplaneHost, ...pulseHosts, ...regional, ...bucket, warehouseS3Host, warehouseHost, trafficHost];
}
