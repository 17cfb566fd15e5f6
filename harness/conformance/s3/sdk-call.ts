import type { S3 } from '@aws-sdk/client-s3';
import type { S3Case } from './call.ts';
import type { S3Target } from './s3-target.ts';

const ofNoInterest = new Set([
  '$metadata',
  'RequestId',
  'HostId',
  'Resource',
  'stack',
  '$response',
  '$fault',
  'Owner',
  'ServerSideEncryption',
]);
const times = new Set(['LastModified']);
const versions = new Set(['VersionId', 'DeleteMarkerVersionId', 'CopySourceVersionId']);

/** One call of the SDK's client on the bucket `main`, and what its caller gets. */
export function sdkCall(name: string, call: (s3: S3, bucket: string) => Promise<unknown>): S3Case {
  return {
    name,
    async run(target) {
      try {
        const { Body, $metadata, ...rest } = (await call(await target.client(), `${target.prefix}main`)) as {
          Body?: { transformToString(): Promise<string> };
          $metadata: { httpStatusCode?: number };
        };
        const body = await Body?.transformToString();
        return {
          status: $metadata.httpStatusCode,
          ...(body === undefined ? {} : { body }),
          ...tidyFields(rest, target),
        };
      } catch (error) {
        const { name: code, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
        if ($metadata?.httpStatusCode === undefined) throw error;
        return { status: $metadata.httpStatusCode, code, message: tidy(message, target) };
      }
    },
  };
}

function tidyFields(fields: object, target: S3Target): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => !ofNoInterest.has(name) && value !== undefined)
      .map(([name, value]) => [
        name,
        times.has(name) ? 'a time' : versions.has(name) && value !== 'null' ? 'a version' : tidy(value, target),
      ]),
  );
}

function tidy(value: unknown, target: S3Target): unknown {
  if (Array.isArray(value)) return value.map((item) => tidy(item, target));
  if (typeof value === 'string')
    return value.replaceAll(target.prefix, '<prefix>').replaceAll(target.access.region, '<region>');
  return typeof value === 'object' && value !== null ? tidyFields(value, target) : value;
}
