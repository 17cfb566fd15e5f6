import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldPath } from '../../../harness/entities/field-path.ts';
import { detect } from './detector.ts';
import { valueHash } from './value-hash.ts';

const source = 'request_body';
const patternsOnly = { classifier: undefined };
const scan = (text: string) => detect({ text, contentType: undefined, source }, patternsOnly);

/** All that a path has to quote, and no letters that could spell a word which speaks of another type. */
const sign = fc.constantFrom(...'x_$7 .-\'"\\[]{}\né€😀');
const segment = fc.oneof(fc.string({ unit: sign, minLength: 1, maxLength: 12 }), fc.nat(3));

function wrap(path: readonly (string | number)[], value: string): unknown {
  return path.reduceRight<unknown>((inner, step) => {
    if (typeof step === 'number') return [...Array.from({ length: step }, () => null), inner];
    return Object.fromEntries([
      ['noise', 'small kettle'],
      [step, inner],
    ]);
  }, value);
}

test('a value planted anywhere in JSON is found with its path and hash', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(segment, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(
        ['EMAIL_ADDRESS', 'ada@mail.example'],
        ['CREDIT_CARD', '4111111111111111'],
        ['US_SSN', '536-90-4399'],
        ['PHONE_NUMBER', '+1 415-556-2671'],
      ),
      fc.constantFrom('', 'see ', 'é "quoted" \\ \n'),
      async (path, [type, value = ''], before) => {
        const { findings, incomplete } = await scan(JSON.stringify(wrap(path, before + value)));
        expect(incomplete).toBeUndefined();
        expect(findings).toHaveLength(1);
        expect(findings[0]).toMatchObject({ type, source, path: fieldPath(path), valueHash: valueHash(value) });
      },
    ),
  );
});

test('a social security number is none of a phone, not even where one is called', async () => {
  const { findings } = await scan('{"call":"536-90-4399"}');
  expect(findings.map(({ type }) => type)).toEqual(['US_SSN']);
});

test('a finding written to a log or to JSON holds no value', async () => {
  const { findings } = await scan('ada@mail.example');
  expect(JSON.stringify(findings)).not.toContain('ada');
  expect(findings[0]?.value()).toBe('ada@mail.example');
});

const words = ['phone', 'ssn', 'card', 'driver', 'license', 'account', 'routing', 'is', 'my', '\n'] as const;
const values = [
  'ada@mail.example',
  '4111 1111 1111 1111',
  '536-90-4399',
  '415-556-2671',
  '021000021',
  'D1234567',
] as const;

test('what explains a score adds up to it, and quotes nothing of the text but words of our own', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...words),
      fc.array(fc.constantFrom(...words, ...values), { maxLength: 12 }),
      async (name, parts) => {
        const { findings } = await scan(JSON.stringify({ [name]: parts.join(' ') }));
        for (const { score, explain } of findings) {
          expect(explain().reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 9);
          for (const value of values) expect(JSON.stringify(explain())).not.toContain(value);
        }
      },
    ),
  );
});

test('a score is explained by the form and by the word that speaks for it', async () => {
  const { findings } = await scan('{"customer":{"phone":"4155562671"}}');
  expect(findings.map(({ explain }) => explain().map(({ reason }) => reason))).toEqual([
    ['ten bare digits that North America may assign', '"phone" in the field\'s name'],
  ]);
});

test('only the types asked for are reported', async () => {
  const body = { text: 'ada@mail.example 536-90-4399', contentType: 'text/plain', source } as const;
  const { findings } = await detect(body, { ...patternsOnly, types: new Set(['US_SSN']) });
  expect(findings.map(({ type }) => type)).toEqual(['US_SSN']);
});
