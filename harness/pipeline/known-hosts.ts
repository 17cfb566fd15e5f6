import { pulseHosts, qplaneHost, warehouseHost, warehouseS3Host } from '../edge/hosts.ts';
import type { S3Store } from '../snapshot/snapshot.ts';
import { trafficHost } from '../traffic/replay/replay-protocol.ts';

const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]+$/;

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
  const names = [qplaneHost, ...pulseHosts, ...regional, ...bucket, warehouseS3Host, warehouseHost, trafficHost];
  // A bucket or region that is no part of a host name makes no alias: the agents shall meet it, not the overlay.
  return names.filter((name) => hostName.test(name));
}
