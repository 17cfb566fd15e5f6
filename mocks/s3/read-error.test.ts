import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readError } from './read-error.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function document(code: string, message: string): string {
  const escaped = message.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped}</Message></Error>`;
}

test('resolves the entities of a message', async () => {
  const message = 'not allowed on resource: "arn:aws:s3:::acme/k" & no more';
  expect(await readError(document('AccessDenied', message))).toEqual({ code: 'AccessDenied', message });
});

test('gives a message back as it was before it was escaped', async () => {
  // The parser drops white space at the ends, which S3's messages do not have.
  const message = fc.string().map((text) => text.trim());
  await fc.assert(
    fc.asyncProperty(message, async (text) => {
      expect((await readError(document('SlowDown', text))).message).toBe(text);
    }),
  );
});

test('any other body is none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      expect(await readError(text)).toEqual({ code: '', message: '' });
    }),
  );
  expect(await readError('<html><body>Bad Gateway</body></html>')).toEqual({ code: '', message: '' });
});
