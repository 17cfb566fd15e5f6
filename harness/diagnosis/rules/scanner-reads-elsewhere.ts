import { role } from '../../edge/hosts.ts';
import type { S3Store } from '../../snapshot/snapshot.ts';
import { ownStore } from '../../snapshot/store-in-force.ts';
import { agentContainer, type Cause, exchangesOf, type Facts, variablePosition } from '../facts.ts';

/** QScan looks for artifacts in another place than the one in which Qtap stores them (reference, qscan-worker.md section 1). */
export function scannerReadsElsewhere(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qscan');
  const failed = facts.evidence.reports.filter(({ error }) => error !== undefined);
  if (container === undefined || failed.length === 0) return undefined;
  const evidence = [`job report: ${failed[0]?.error ?? ''}`];
  const foreign = exchangesOf(facts, 'qscan').find(({ host }) => role(host) === 'qpoint-storage');
  const endpoint = container.variables.get('S3_ENDPOINT_URL');
  if (foreign !== undefined) {
    const why =
      endpoint?.value === undefined ? 'S3_ENDPOINT_URL is not set, and that is its default' : 'S3_ENDPOINT_URL says so';
    return {
      sentence: `QScan reads artifacts from ${foreign.host}, Qpoint's cloud, which refuses your keys: ${why}.`,
      positions: variablePosition(container, 'S3_ENDPOINT_URL'),
      evidence,
    };
  }

  const store = ownStore(facts.snapshot);
  if (store === undefined) return undefined;
  const bucket = container.variables.get('S3_BUCKET_NAME')?.value ?? 'assets';
  if (bucket !== store.bucket) {
    return {
      sentence: `QScan reads the bucket ${bucket} (S3_BUCKET_NAME), Qtap writes to ${store.bucket} (snapshot): every scan job fails.`,
      positions: [...variablePosition(container, 'S3_BUCKET_NAME'), store.at],
      evidence,
    };
  }
  const region = container.variables.get('S3_REGION_NAME')?.value ?? 'us-east-1';
  if (region !== store.region) {
    return {
      sentence: `QScan reads from the region ${region} (S3_REGION_NAME), Qtap writes to ${store.region} (snapshot): every scan job fails.`,
      positions: [...variablePosition(container, 'S3_REGION_NAME'), store.at],
      evidence,
    };
  }
  const elsewhere = otherEndpoint(endpoint?.value ?? '', store);
  if (elsewhere !== undefined) {
    return {
      sentence: `QScan asks ${elsewhere}: every scan job fails; write https://s3.${store.region}.amazonaws.com.`,
      positions: [...variablePosition(container, 'S3_ENDPOINT_URL'), store.at],
      evidence,
    };
  }
  const missing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].find((name) => !container.variables.get(name)?.value);
  if (missing !== undefined) {
    return {
      sentence: `QScan has no ${missing}, so S3 refuses it: the key of its Secret must bear that name.`,
      positions: variablePosition(container, missing),
      evidence,
    };
  }
  return undefined;
}

/** An endpoint of S3 that does not serve the store's bucket; undefined for one that does, and for what is none of AWS's. */
function otherEndpoint(url: string, { region, bucket, endpoint }: S3Store): string | undefined {
  if (!URL.canParse(url) || role(endpoint) !== 'object-store') return undefined;
  const { hostname } = new URL(url);
  const isThere = ['.', '-'].some((separator) => hostname.includes(`${separator}${region}.amazonaws.com`));
  if (role(hostname) !== 'object-store' || isThere) return undefined;
  const isGlobal = hostname === 's3.amazonaws.com';
  if (isGlobal && region === 'us-east-1') return undefined;
  const what = isGlobal ? 'the global endpoint s3.amazonaws.com, which redirects' : hostname;
  return `${what} (S3_ENDPOINT_URL), while ${bucket} lies in ${region} (snapshot)`;
}
