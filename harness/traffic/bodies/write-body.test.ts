import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sentBytes } from '../replay/sent-bytes.ts';
import type { PlantedValue } from '../traffic-plan.ts';
import { type BodyDraft, plant } from './body-draft.ts';
import { writeBody } from './write-body.ts';

function written(draft: Omit<Extract<BodyDraft, { kind: 'text' }>, 'kind' | 'parts'>) {
  const planted: PlantedValue[] = [];
  const parts = ['für ', plant('EMAIL_ADDRESS')];
  const message = writeBody({ kind: 'text', parts, ...draft }, 'request_body', () => 'a@b.example', planted);
  expect(planted).toMatchObject([{ value: 'a@b.example', path: '$' }]);
  return { ...message, bytes: sentBytes(message) };
}

test('a text is sent as it is, of its own type or of none', () => {
  expect(written({})).toMatchObject({ contentType: 'text/plain; charset=utf-8', body: 'für a@b.example' });
  expect(written({ contentType: '' })).toMatchObject({ contentType: '', bytes: Buffer.from('für a@b.example') });
});

test('a compressed one has its text as body and says so, a text may say so without being compressed', () => {
  const { contentEncoding, body, bytes } = written({ as: 'gzip' });
  expect({ contentEncoding, body }).toEqual({ contentEncoding: 'gzip', body: 'für a@b.example' });
  expect(gunzipSync(bytes).toString()).toBe(body);
  expect(written({ contentEncoding: 'gzip' })).toMatchObject({ contentEncoding: 'gzip', bytes: Buffer.from(body) });
});

test('bytes that are no UTF-8 stand as U+FFFD in what is read', () => {
  const { body, bytes } = written({ as: 'latin-1' });
  expect(body).toBe('f\ufffdr a@b.example');
  expect(bytes).toEqual(Buffer.from('für a@b.example', 'latin1'));
});

test('a form may be sent in parts, its values in their names', () => {
  const planted: PlantedValue[] = [];
  const fields = { note: 'für', mail: plant('EMAIL_ADDRESS') };
  const { contentType, body } = writeBody(
    { kind: 'form', as: 'multipart', fields },
    'request_body',
    () => 'a@b.example',
    planted,
  );
  expect(planted).toMatchObject([{ value: 'a@b.example', path: '$.mail' }]);
  const [, boundary] = contentType.split('boundary=');
  expect(body.split(`--${boundary}`)).toEqual([
    '',
    '\r\nContent-Disposition: form-data; name="note"\r\n\r\nfür\r\n',
    '\r\nContent-Disposition: form-data; name="mail"\r\n\r\na@b.example\r\n',
    '--\r\n',
  ]);
});
