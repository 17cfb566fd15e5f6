import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entityTypes } from '../../../harness/entities/entity-type.ts';
import { fuse } from './fusion.ts';
import { thresholds } from './thresholds.ts';

const span = fc
  .record({
    type: fc.constantFrom(...entityTypes),
    score: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    start: fc.nat(60),
    length: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ type, score, start, length }) => ({ type, score, start, end: start + length }));

test('what stays is sorted, free of overlaps, above its threshold, and every span dropped overlaps one that stayed', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      const fused = fuse(spans);
      fused.forEach((one, index) => {
        expect(one.score).toBeGreaterThanOrEqual(thresholds[one.type]);
        expect(one.start).toBeGreaterThanOrEqual(fused[index - 1]?.end ?? 0);
      });
      for (const one of spans.filter(({ type, score }) => score >= thresholds[type])) {
        expect(fused.some(({ start, end }) => start < one.end && one.start < end)).toBe(true);
      }
    }),
  );
});

test('proven form beats context, context beats language, then the score decides', () => {
  const at = { start: 0, end: 9 };
  expect(
    fuse([
      { ...at, type: 'US_BANK_NUMBER', score: 0.9 },
      { ...at, type: 'US_SSN', score: 0.6 },
      { ...at, type: 'PERSON', score: 1 },
    ]).map(({ type }) => type),
  ).toEqual(['US_BANK_NUMBER']);
  expect(
    fuse([
      { ...at, type: 'PERSON', score: 1 },
      { start: 4, end: 30, type: 'EMAIL_ADDRESS', score: 0.6 },
    ]).map(({ type }) => type),
  ).toEqual(['EMAIL_ADDRESS']);
});
