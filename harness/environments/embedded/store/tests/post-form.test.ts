import { createHmac } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FormDecoder } from '../operations/post-form/form-decoder.ts';
import { bucket, owner, type RunningStore, region, runStore } from './running-store.ts';

let running: RunningStore;
beforeAll(async () => {
  running = await runStore();
});
afterAll(async () => {
  expect(running.faults).toEqual([]);
  await running[Symbol.asyncDispose]();
});

const stamp = () => new Date().toISOString().replace(/[-:]|\.\d+/g, '');

/** The fields that a server hands to a browser. */
function signedFields(conditions: readonly unknown[], secret: string = owner.secretAccessKey): Record<string, string> {
  const date = stamp();
  const credential = `${owner.accessKeyId}/${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const fields = { 'x-amz-algorithm': 'AWS4-HMAC-SHA256', 'x-amz-credential': credential, 'x-amz-date': date };
  const document = {
    expiration: new Date(Date.now() + 60_000).toISOString(),
    conditions: [...conditions, ...Object.entries(fields).map(([name, value]) => ({ [name]: value }))],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  const key = [date.slice(0, 8), region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${secret}`,
  );
  return { ...fields, policy, 'x-amz-signature': createHmac('sha256', key).update(policy).digest('hex') };
}

async function post(fields: Readonly<Record<string, string>>, content: string | Buffer = 'the file', name = 'cat.txt') {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([content]), name);
  const answer = await fetch(`${running.endpoint}/${bucket}`, { method: 'POST', body: form, redirect: 'manual' });
  const text = await answer.text();
  return { answer, text, code: /<Code>(\w+)</.exec(text)?.[1], message: /<Message>([^<]*)</.exec(text)?.[1] };
}

const open = [{ bucket }, ['starts-with', '$key', '']];

test('a form puts its file, with the attributes that its fields name', async () => {
  const conditions = [
    ...open,
    { 'Content-Type': 'text/plain' },
    ['starts-with', '$x-amz-meta-from', 'a'],
    ['starts-with', '$tagging', ''],
  ];
  const tagging = '<Tagging><TagSet><Tag><Key>kind</Key><Value>cat</Value></Tag></TagSet></Tagging>';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how S3 writes it.
  const fields = { key: 'form/${filename}', 'Content-Type': 'text/plain', 'x-amz-meta-from': 'a browser', tagging };
  const { answer } = await post({ ...fields, ...signedFields(conditions) });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('location')).toBe(`${running.endpoint}/${bucket}/form/cat.txt`);
  expect(running.store.read(bucket, 'form/cat.txt')?.toString()).toBe('the file');
  const head = await running.client().send(new HeadObjectCommand({ Bucket: bucket, Key: 'form/cat.txt' }));
  expect(head).toMatchObject({ ContentType: 'text/plain', Metadata: { from: 'a browser' }, TagCount: 1 });
});

test('success is told as the form asks for it', async () => {
  const conditions = [
    ...open,
    ['starts-with', '$success_action_status', ''],
    ['starts-with', '$success_action_redirect', ''],
  ];
  const created = await post({ key: 'k', success_action_status: '201', ...signedFields(conditions) });
  expect(created.answer.status).toBe(201);
  expect(created.text).toMatch(
    `<Location>${running.endpoint}/${bucket}/k</Location><Bucket>${bucket}</Bucket><Key>k</Key><ETag>&quot;`,
  );
  expect((await post({ key: 'k', success_action_status: '200', ...signedFields(conditions) })).answer.status).toBe(200);
  expect((await post({ key: 'k', success_action_status: '999', ...signedFields(conditions) })).answer.status).toBe(204);
  const redirect = 'https://shop.example/done?a=1';
  const { answer } = await post({ key: 'k', success_action_redirect: redirect, ...signedFields(conditions) });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(
    /^https:\/\/shop\.example\/done\?a=1&bucket=acme-artifacts&key=k&etag=%22[0-9a-f]{32}%22$/,
  );
});

test.each<[string, Record<string, string>, readonly unknown[], string, string]>([
  [
    'a condition',
    { key: 'other' },
    [{ bucket }, { key: 'k' }],
    'AccessDenied',
    'Invalid according to Policy: Policy Condition failed: [&quot;eq&quot;, &quot;$key&quot;, &quot;k&quot;]',
  ],
  [
    'a field that no condition names',
    { key: 'k', 'x-amz-meta-a': '1' },
    open,
    'AccessDenied',
    'Invalid according to Policy: Extra input fields: x-amz-meta-a',
  ],
  [
    'a file that is too small',
    { key: 'k' },
    [...open, ['content-length-range', 100, 200]],
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
  ],
  [
    'a file that is too large',
    { key: 'k' },
    [...open, ['content-length-range', 0, 3]],
    'EntityTooLarge',
    'Your proposed upload exceeds the maximum allowed size',
  ],
  [
    'no key',
    {},
    open,
    'InvalidArgument',
    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
  ],
])('%s refuses the form', async (_, fields, conditions, code, message) => {
  const before = running.store.objects(bucket).map(({ etag }) => etag);
  expect(await post({ ...fields, ...signedFields(conditions) }, 'the wrong file')).toMatchObject({ code, message });
  expect(running.store.objects(bucket).map(({ etag }) => etag)).toEqual(before);
});

test('who signs wrongly, or not at all, is refused', async () => {
  expect(await post({ key: 'k', ...signedFields(open, 'wrong') })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  expect(await post({ key: 'k' })).toMatchObject({ code: 'AccessDenied' });
  const { policy: _, ...unsigned } = signedFields(open);
  expect(await post({ key: 'k', ...unsigned, policy: 'e30=' })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  const json = await fetch(`${running.endpoint}/${bucket}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(json.status).toBe(412);
});

test('however a form is cut up, the same fields and the same file come out', () => {
  const content = fc.array(fc.constantFrom('\r', '\n', '-', '--', 'B', '\r\n--', '\r\n--B', 'x'), { maxLength: 20 });
  fc.assert(
    fc.property(content, content, fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 }), (value, file, cuts) => {
      // What holds the boundary itself is no content.
      const [fieldText, fileText] = [value.join(''), file.join('')].map((text) => text.replaceAll('\r\n--B', ''));
      const wire = Buffer.from(
        `--B\r\nContent-Disposition: form-data; name="Key"\r\n\r\n${fieldText}\r\n--B\r\n` +
          `Content-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: x/y\r\n\r\n${fileText}\r\n--B--\r\n`,
      );
      const seen = { fields: [] as string[], name: '', content: '' };
      const decoder = new FormDecoder('B', {
        field: (name, text) => seen.fields.push(`${name}=${text}`),
        file: (name) => {
          seen.name = name;
        },
        content: (bytes) => {
          seen.content += bytes.toString();
        },
      });
      let start = 0;
      for (const size of [...cuts, wire.length]) {
        decoder.push(wire.subarray(start, start + size));
        start += size;
      }
      decoder.finish();
      expect(seen).toEqual({ fields: [`key=${fieldText}`], name: 'f', content: fileText });
    }),
  );
});
