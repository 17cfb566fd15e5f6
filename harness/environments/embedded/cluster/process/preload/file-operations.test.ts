import fs from 'node:fs';
import { expect, test } from 'vitest';
import { fileOperations } from './file-operations.ts';

// Descriptors and handles instead of paths; streams open through fs.open; glob is not mapped.
const withoutPath = new Set([
  ...['close', 'fchmod', 'fchown', 'fdatasync', 'fstat', 'fsync', 'ftruncate', 'futimes'],
  ...['read', 'readv', 'write', 'writev', 'createReadStream', 'createWriteStream', 'glob'],
]);

test('every function of node:fs that takes a path is hooked', () => {
  const names = Object.entries({ ...fs, ...fs.promises })
    .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
    .map(([name]) => name.replace(/Sync$/, ''));
  const missing = [...new Set(names)].filter((name) => !(name in fileOperations) && !withoutPath.has(name));
  expect(missing).toEqual([]);
});
