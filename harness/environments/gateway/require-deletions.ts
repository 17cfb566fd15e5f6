import type { AdmittedRequest } from '../embedded/store/admit-request.ts';
import { S3Error } from '../embedded/store/errors/s3-error.ts';
import { readXml, xmlList, xmlText } from '../embedded/store/http/read-xml.ts';
import { objectArn } from '../embedded/store/operations/operation.ts';

/**
 * Asks for the right to delete each object of a batch. Amazon refuses those that lack it one by one; here one refuses the
 * batch, for what goes on to the store behind goes whole. Throws `AccessDenied`, `MalformedXML`.
 */
export async function requireDeletions({ bucket, require }: AdmittedRequest, document: Buffer): Promise<void> {
  const items = xmlList(await readXml(document, 'Delete', ['Object']), 'Object');
  for (const item of items) {
    const key = xmlText(item, 'Key');
    if (!key) throw new S3Error('MalformedXML');
    const action = xmlText(item, 'VersionId') === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    require(action, objectArn(bucket?.name ?? '', key));
  }
}
