import { bodyOf, openRawClient } from './raw-client.ts';

const gibibyte = 1024 ** 3;
const partBytes = 64 * 1024 ** 2;
const atOnce = 4;

/** Uploads an object in parts, several at once, and reads it back once. Seconds of both. */
export async function uploadLarge(endpoint: string, gibibytes: number): Promise<{ put: number; get: number }> {
  using client = openRawClient(endpoint);
  const path = '/large';
  const body = bodyOf(Buffer.alloc(partBytes, 'a large object '));
  const startedAt = performance.now();
  const created = await client.send('POST', `${path}?uploads=`);
  const uploadId = /<UploadId>([^<]+)</.exec(created.body.toString())?.[1] ?? '';
  const count = (gibibytes * gibibyte) / partBytes;
  const etags: string[] = [];
  let next = 0;
  const uploader = async () => {
    while (next < count) {
      const number = ++next;
      const { headers } = await client.send('PUT', `${path}?partNumber=${number}&uploadId=${uploadId}`, body);
      etags[number - 1] = headers.etag as string;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, uploader));
  const parts = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
  const document = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
  await client.send('POST', `${path}?uploadId=${uploadId}`, bodyOf(Buffer.from(document)));
  const storedAt = performance.now();
  const read = await client.skim(path);
  if (read !== gibibytes * gibibyte) throw new Error(`${read} bytes came back of ${gibibytes} GiB`);
  return { put: (storedAt - startedAt) / 1000, get: (performance.now() - storedAt) / 1000 };
}
