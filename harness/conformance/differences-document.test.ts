import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acceptedDifferences } from './accepted-differences.ts';
import { differencesDocument, differencesPath } from './differences-document.ts';

test('docs/differences.md is what npm run conformance -- --write-differences writes', () => {
  expect(readFileSync(differencesPath, 'utf8')).toBe(differencesDocument(acceptedDifferences));
});
