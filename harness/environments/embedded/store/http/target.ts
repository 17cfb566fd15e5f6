/** What a request addresses, read from its host name and path. */
export interface Target {
  readonly bucket: string | undefined;
  /** Undefined for a request on the bucket itself or on the service. */
  readonly key: string | undefined;
  readonly style: 'path' | 'virtual-host';
  /** Region in the host name; undefined for the global endpoint and for hosts that are none of AWS's. */
  readonly hostRegion: string | undefined;
  /** `s3.amazonaws.com`: with a bucket in the host name, DNS leads to the bucket's own region. */
  readonly global: boolean;
}

const awsHost = /^(?:(?<bucket>.+)\.)?s3(?:(?:\.dualstack)?[.-](?<region>[a-z]+-[a-z0-9-]+))?\.amazonaws\.com$/;

/**
 * Splits host and decoded path into bucket, key and region: `<bucket>.s3[.dualstack].<region>.amazonaws.com/<key>`,
 * `s3[.dualstack].<region>.amazonaws.com/<bucket>/<key>`; any other host is path style with no region of its own.
 */
export function parseTarget(host: string, path: string): Target {
  const groups = awsHost.exec(host.replace(/:\d+$/, '').toLowerCase())?.groups;
  const place = {
    hostRegion: groups?.region,
    global: groups !== undefined && groups.region === undefined,
  };
  const rest = path.slice(1);
  const bucket = groups?.bucket;
  if (bucket !== undefined) return { ...place, bucket, key: rest || undefined, style: 'virtual-host' };

  const slash = rest.indexOf('/');
  const name = slash === -1 ? rest : rest.slice(0, slash);
  const key = slash === -1 ? '' : rest.slice(slash + 1);
  return { ...place, bucket: name || undefined, key: key || undefined, style: 'path' };
}
