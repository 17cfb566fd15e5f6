import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { resolveWithin } from './resolve-within.ts';

const root = mkdtempSync(join(tmpdir(), 'within-'));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, 'a/b'), { recursive: true });
symlinkSync('/etc', join(root, 'absolute'));
symlinkSync('../../../../etc', join(root, 'a/upward'));
symlinkSync('b', join(root, 'a/beside'));
symlinkSync('round', join(root, 'round'));

test('links are followed as on a machine whose root this is', () => {
  expect(resolveWithin(root, '/a/beside/c')).toBe(join(root, 'a/b/c'));
  expect(resolveWithin(root, '/absolute/passwd')).toBe(join(root, 'etc/passwd'));
  expect(resolveWithin(root, 'a/upward/passwd')).toBe(join(root, 'etc/passwd'));
  expect(resolveWithin(root, '../../x')).toBe(join(root, 'x'));
  expect(resolveWithin(root, 'round/x')).toBeUndefined();
});

test('no path leads out', () => {
  const name = fc.constantFrom('a', 'b', '..', '.', '', 'absolute', 'upward', 'beside', 'passwd');
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      const path = resolveWithin(root, names.join('/')) ?? '';
      expect(path === root || path === `${root}/` || path.startsWith(`${root}/`)).toBe(true);
      expect(path.includes('..')).toBe(false);
    }),
  );
});
