import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fuzzTargets } from '../fuzz/targets.ts';

const program = fileURLToPath(new URL('fuzz.ts', import.meta.url));

function fuzz(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; out: string; error: string }>();
  const child = execFile(process.execPath, [program, ...args], (_, out, error) =>
    resolve({ code: child.exitCode, out, error }),
  );
  return promise;
}

test('a few frames reach every target, and are answered as they should', async () => {
  const { code, out } = await fuzz('--frames', '200');
  expect(code).toBe(0);
  for (const { what } of fuzzTargets) expect(out).toContain(`✔ ${what}: `);
  expect(out).toMatch(/^green in .* · 200 frames · seed 1$/m);
});

test('the shares add up', () => {
  expect(fuzzTargets.reduce((sum, { share }) => sum + share, 0)).toBe(100);
});

test.each([
  [['nobody'], '"nobody" is no target: there are pulse-decoder, push-decoder, '],
  [['--frames', '0'], '--frames takes a whole number from 1 to 1000000, not "0".'],
  [['--first', 'x'], '--first takes a whole number from 1 to 1000000, not "x".'],
])('%j is refused with what it takes', async (args, message) => {
  const { code, error } = await fuzz(...args);
  expect(code).toBe(2);
  expect(error).toContain(message);
});

test('help names every target', async () => {
  const { code, out } = await fuzz('--help');
  expect(code).toBe(0);
  for (const { name } of fuzzTargets) expect(out).toContain(name);
});
