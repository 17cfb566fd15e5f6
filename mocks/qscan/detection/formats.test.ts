import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldPath, type PathSegment } from '../../../harness/entities/field-path.ts';
import { detect } from './detector.ts';
import { formats } from './fields/formats.ts';
import { declaredWrappings, type Wrapped, type Wrapping, wrappings } from './testing/wrappings.ts';
import { valueHash } from './value-hash.ts';

const source = 'response_body';
const mail = 'ada@mail.example';

const scan = (text: string, contentType?: string) =>
  detect({ text, contentType, source }, { classifier: undefined, types: new Set(['EMAIL_ADDRESS']) });

/** Wraps from the inside out; the outermost is a body, so its format is no step. */
function wrapAll(value: string, around: readonly Wrapping[]): Wrapped {
  let wrapped: Wrapped = { text: value, at: [] };
  for (const [index, wrapping] of around.entries()) {
    const { text, at, contentType } = wrapping.wrap(wrapped.text);
    const isBody = index === around.length - 1;
    const step: PathSegment[] = isBody || wrapping.as === undefined ? [] : [{ as: wrapping.as }];
    wrapped = { text, at: [...step, ...at, ...wrapped.at], ...(contentType === undefined ? {} : { contentType }) };
  }
  return wrapped;
}

const inside = fc.array(fc.constantFrom(...wrappings), { maxLength: 3 });
const outside = fc.constantFrom(...wrappings, ...declaredWrappings);

test('a value in any format, inside of any other, is found with the path that the grammar gives', async () => {
  await fc.assert(
    fc.asyncProperty(inside, outside, fc.constantFrom('', 'é "to" <\\ & ', "'1', "), async (inner, outer, before) => {
      const { text, at, contentType } = wrapAll(before + mail, [...inner, outer]);
      const { findings, incomplete } = await scan(text, contentType);
      expect(incomplete).toBeUndefined();
      expect(findings.map(({ path }) => path)).toEqual([fieldPath(at)]);
      expect(findings[0]?.valueHash).toBe(valueHash(mail));
    }),
    { numRuns: 500 },
  );
});

test('a value in markup is found wherever the pieces end in which it is read', async () => {
  const pieces = fc.integer({ min: 16_300, max: 16_400 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.constantFrom('xml', 'html'), async (length, language) => {
      const text = `<r><a>${' '.repeat(length)}</a><b>ada&#64;mail.example</b></r>`;
      const { findings } = await scan(text, `text/${language}`);
      expect(findings.map(({ path, valueHash: found }) => [path, found])).toEqual([
        [language === 'xml' ? '$.r.b' : '$.r', valueHash(mail)],
      ]);
    }),
  );
});

const contentTypes = [
  ...formats.map(({ example }) => example.contentType),
  'application/xml',
  'application/graphql',
  'text/tab-separated-values',
  'multipart/mixed',
  'text/plain; charset=nonsense',
];

test('no body is an error, whatever it says of itself', async () => {
  const examples = fc.constantFrom(...[...wrappings, ...declaredWrappings].map(({ wrap }) => wrap(mail).text));
  const broken = fc
    .tuple(examples, fc.nat(400), fc.nat(20), fc.string({ unit: 'binary', maxLength: 8 }))
    .map(([text, at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
  const body = fc.oneof(broken, fc.string({ unit: 'binary', maxLength: 200 }), fc.base64String({ maxLength: 100 }));
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom(...contentTypes), async (text, contentType) => {
      await scan(text, contentType);
    }),
    { numRuns: 2000 },
  );
});
