import type { Content } from '../storage/content.ts';
import { BodyDigests } from './body-digests.ts';
import type { Checksum, ChecksumAlgorithm } from './checksum.ts';

/** MD5 and checksum of a content that is there already, read in constant memory. */
export async function digestContent(
  content: Content,
  algorithm: ChecksumAlgorithm,
): Promise<{ readonly md5: Buffer; readonly checksum: Checksum }> {
  const digests = new BodyDigests(algorithm, undefined, false);
  for await (const bytes of content.stream()) digests.update(bytes);
  const { md5, checksum } = digests.finish();
  return { md5, checksum: { algorithm, value: checksum, type: 'FULL_OBJECT' } };
}
