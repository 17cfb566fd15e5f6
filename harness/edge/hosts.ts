/** What a well-known host name stands for. `qpoint-storage` is Qpoint's own cloud: a payload there has left the account. */
export type HostRole = 'qplane' | 'pulse' | 'object-store' | 'qpoint-storage' | 'push';

/** Names of Pulse. Source, guide and charts disagree which agent uses which (reference, pulse.md): both serve everything. */
export const pulseHosts = ['api-pulse.qpoint.io', 'pulse.qpoint.io'] as const;

/** Default of `REGISTRATION_ENDPOINT` (reference, qplane.md). */
export const qplaneHost = 'api.qpoint.io';

/** First of the push channel's names (reference, qplane.md, "Push"). */
export const realtimeHost = 'realtime.ably.io';

/** Default S3 endpoint of QScan (reference, README.md, "QScan default S3 endpoint"). */
export const warehouseS3Host = 's3.warehouse.qpoint.io';

/** Default of Qtap's object store type `qpoint` (reference, artifacts.md section 6). */
export const warehouseHost = 'warehouse.qpoint.io';

const exact: Readonly<Record<string, HostRole>> = {
  [qplaneHost]: 'qplane',
  ...Object.fromEntries(pulseHosts.map((host) => [host, 'pulse' as const])),
  [warehouseS3Host]: 'qpoint-storage',
  [warehouseHost]: 'qpoint-storage',
};

const patterns: readonly (readonly [RegExp, HostRole])[] = [
  // [bucket.]s3[.dualstack][.region].amazonaws.com, and the old s3-region form. A bucket's name may hold dots.
  [/^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:\.dualstack)?(?:[.-][a-z]{2}(?:-[a-z]+)+-\d+)?\.amazonaws\.com$/, 'object-store'],
  [/^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:\.dualstack)?\.cn-[a-z]+-\d+\.amazonaws\.com\.cn$/, 'object-store'],
  // Ably up to v1.2.21, from v1.2.22, and the fallbacks and the probe of both (reference, qplane.md, "Push").
  [/^(?:[a-z0-9-]+\.)?(?:realtime|rest)\.ably\.(?:io|net)$/, 'push'],
  [/^(?:[a-z0-9-]+\.)*ably-realtime\.com$/, 'push'],
];

/** Role of a host name (without port, in any case); undefined: nobody that the pipeline has business with. */
export function role(host: string): HostRole | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  return Object.hasOwn(exact, name) ? exact[name] : patterns.find(([pattern]) => pattern.test(name))?.[1];
}
