import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { queryValue } from '../http/request-head.ts';
import type { XmlElements } from '../http/xml.ts';
import { canonicalUserId } from '../storage/canonical-user-id.ts';
import type { ObjectVersion } from '../storage/stored-object.ts';
import { requireVersionId } from './find-version.ts';
import { describeObject, describePage } from './list-objects.ts';
import { pageOf, readPageRequest } from './list-page.ts';
import { type BucketContext, type Operation, xmlTime } from './operation.ts';

interface ListedVersion {
  readonly key: string;
  readonly version: ObjectVersion;
  readonly latest: boolean;
  /** Place among the versions of its key. */
  readonly index: number;
}

export const listObjectVersions: Operation<BucketContext> = ({ bucket, head }) => {
  const page = readPageRequest(head, 'max-keys');
  const keyMarker = queryValue(head, 'key-marker') ?? '';
  const versionMarker = queryValue(head, 'version-id-marker');
  requireMarkers(keyMarker, versionMarker);
  const all = bucket
    .list()
    .flatMap(({ key, versions }) =>
      versions.map((version, index): ListedVersion => ({ key, version, latest: index === 0, index })),
    );
  const marked = all.find(({ key, version }) => key === keyMarker && version.versionId === versionMarker);
  const { items, prefixes, next } = pageOf(
    all,
    page,
    keyMarker,
    ({ index }) => marked !== undefined && index > marked.index,
  );
  const owner = { ID: canonicalUserId(bucket.accountId) };
  return xmlAnswer('ListVersionsResult', [
    {
      Name: bucket.name,
      Prefix: page.encode(page.prefix),
      KeyMarker: page.encode(keyMarker),
      VersionIdMarker: versionMarker ?? '',
      NextKeyMarker: next === undefined ? undefined : page.encode(next.key),
      NextVersionIdMarker: next?.item?.version.versionId,
      ...describePage(page, next !== undefined),
    },
    ...items.map((item) => describeVersion(item, page.encode(item.key), owner)),
    { CommonPrefixes: prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })) },
  ]);
};

function describeVersion({ version, latest }: ListedVersion, key: string, owner: XmlElements): XmlElements {
  const { versionId } = version;
  if (version.deleteMarker) {
    const LastModified = xmlTime(version.lastModified);
    return { DeleteMarker: { Key: key, VersionId: versionId, IsLatest: latest, LastModified, Owner: owner } };
  }
  return {
    Version: {
      Key: key,
      VersionId: versionId,
      IsLatest: latest,
      ...describeObject(version),
      Owner: owner,
      StorageClass: version.storageClass,
    },
  };
}

function requireMarkers(keyMarker: string, versionMarker: string | undefined): void {
  if (versionMarker === undefined) return;
  const refuse = (message: string) =>
    new S3Error('InvalidArgument', {
      message,
      fields: { ArgumentName: 'version-id-marker', ArgumentValue: versionMarker },
    });
  if (versionMarker === '') throw refuse('A version-id marker cannot be empty.');
  if (keyMarker === '') throw refuse('A version-id marker cannot be specified without a key marker.');
  requireVersionId(versionMarker);
}
