/** Regions that minio-go knows a host for; any other one gets the host of us-east-1. */
const regions = new Set(
  `us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2
  eu-north-1 eu-south-1 eu-south-2 ap-east-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3
  ap-southeast-4 ap-southeast-5 ap-northeast-1 ap-northeast-2 ap-northeast-3 af-south-1 me-central-1 me-south-1 il-central-1
  sa-east-1 us-gov-west-1 us-gov-east-1 cn-north-1 cn-northwest-1`.split(/\s+/),
);
const amazon = /^s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

export interface S3Place {
  /** Host with port, without scheme. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly insecure: boolean;
}

/**
 * The URL of an object as minio-go builds it: at AWS the bucket's dual-stack host of the configured region, whatever region the
 * endpoint names; anywhere else the endpoint itself, path style (reference, artifacts.md section 2).
 */
export function s3ObjectUrl({ endpoint, region, bucket, insecure }: S3Place, key: string): URL {
  const scheme = insecure ? 'http' : 'https';
  if (!amazon.test(endpoint)) return new URL(`${scheme}://${endpoint}/${bucket}/${key}`);
  const known = regions.has(region) ? region : 'us-east-1';
  const host = `s3.dualstack.${known}.amazonaws.com${known.startsWith('cn-') ? '.cn' : ''}`;
  const pathStyle = bucket.includes('.') && !insecure;
  return new URL(pathStyle ? `${scheme}://${host}/${bucket}/${key}` : `${scheme}://${bucket}.${host}/${key}`);
}
