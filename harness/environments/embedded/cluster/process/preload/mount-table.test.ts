import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MountTable } from './mount-table.ts';

const name = fc.stringMatching(/^[a-z]{1,3}$/);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`);

test('the longest mount decides, and a name alike is no prefix', () => {
  const mounts = new MountTable([
    { path: '/app', source: '/run/a', readOnly: true },
    { path: '/app/data/', source: '/run/d', readOnly: false },
  ]);
  const where = (at: string) => mounts.resolve(at)?.path;
  expect(where('/app')).toBe('/run/a');
  expect(where('/app/data/x')).toBe('/run/d/x');
  expect(where('/app/../app//data/./x')).toBe('/run/d/x');
  expect(where('/app/data/../x')).toBe('/run/a/x');
  expect(where('/application')).toBeUndefined();
  expect(mounts.resolve('/app/x')?.readOnly).toBe(true);
  expect(mounts.virtual('/run/d/x')).toBe('/app/data/x');
});

test('what a mount moves in, it moves back, and a real path is moved no further', () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 5 }), path, (paths, tail) => {
      const mounts = new MountTable(
        paths.map((path, index) => ({ path, source: `/run-folder/${index}`, readOnly: false })),
      );
      for (const path of paths) {
        const real = mounts.resolve(path + tail)?.path ?? '';
        expect(mounts.virtual(real)).toBe(path + tail);
        expect(mounts.resolve(real)?.path).toBe(real);
      }
    }),
  );
});
