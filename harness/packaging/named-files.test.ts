import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namedFiles } from './named-files.ts';

const files = new Set(['a/b/thread.ts', 'a/data.json', 'main.ts']);
const named = (text: string, folder = 'a/b') => namedFiles(text, folder, (file) => files.has(file));

test.each([
  ["new URL('thread.ts', import.meta.url)", 'a/b/thread.ts'],
  ['"--import ./thread.ts" + `./thread.ts`', 'a/b/thread.ts'],
  ["readFileSync('../data.json')", 'a/data.json'],
  ["projectPath('main.ts')", 'main.ts'],
  ['ENV PROGRAM=/app/main.ts OTHER=1', 'main.ts'],
  ['ENTRYPOINT ["node", "/app/a/b/thread.ts"]', 'a/b/thread.ts'],
])('%s names %s', (text, file) => {
  expect(named(text).map((found) => found.file)).toEqual([file]);
});

test.each(["'../../../main.ts'", "'other.ts'", "'.scenario.ts'", 'thread.ts', "'https://main.ts'"])(
  '%s names nothing',
  (text) => {
    expect(named(text)).toEqual([]);
  },
);

test('the offsets are those of the name, whatever stands around it', () => {
  const around = fc.string().filter((text) => !/['"`]/.test(text));
  fc.assert(
    fc.property(around, around, (before, after) => {
      const text = `${before}'./thread.ts'${after}`;
      const [found] = named(text);
      expect(text.slice(found?.start, found?.end)).toBe('./thread.ts');
    }),
  );
});
